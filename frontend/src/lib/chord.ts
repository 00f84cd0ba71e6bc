type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** What was pressed, with what was held: "Mod" is Ctrl or, on Apple's keyboards, Cmd. Shift is in the sign it makes. */
export function chord({ key, ctrlKey, metaKey, altKey, shiftKey }: Press): string {
  const mod = ctrlKey || metaKey;
  const sign = key.length === 1;
  const held = [mod && "Mod", altKey && "Alt", shiftKey && (mod || !sign) && "Shift"];
  return [...held.filter(Boolean), mod && sign ? key.toLowerCase() : key].join("+");
}

/** Of the editor, where a message is written and where it is changed. */
export const EDITOR_KEYS = { bold: "Mod+b", italic: "Mod+i", link: "Mod+k" } as const;

/** Of a message that is being changed. */
export const EDIT_KEYS = { save: "Mod+Enter", close: "Escape" } as const;
