import type { Catalogue } from "../language/index.ts";

/** As `KeyboardEvent.key` says them; whoever listens compares with these, so that the keyboard map cannot lie. */
export const MESSAGE_KEYS = { up: "ArrowUp", down: "ArrowDown", menu: "m" } as const;

/** As `chord` says them. */
export const GLOBAL_KEYS = {
  jump: "Mod+k",
  map: "?",
  roomUp: "Alt+ArrowUp",
  roomDown: "Alt+ArrowDown",
  unreadUp: "Alt+Shift+ArrowUp",
  unreadDown: "Alt+Shift+ArrowDown",
} as const;

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** What was pressed, with what was held: "Mod" is Ctrl or, on Apple's keyboards, Cmd. Shift is in the sign it makes. */
export function chord({ key, ctrlKey, metaKey, altKey, shiftKey }: Press): string {
  const mod = ctrlKey || metaKey;
  const held = [mod && "Mod", altKey && "Alt", shiftKey && (mod || key.length > 1) && "Shift"];
  return [...held.filter(Boolean), mod ? key.toLowerCase() : key].join("+");
}

export interface Shortcut {
  /** In the order of pressing; several that do the same stand side by side. */
  keys: readonly string[];
  text: (words: Catalogue) => string;
}

export interface ShortcutGroup {
  title: (words: Catalogue) => string;
  shortcuts: readonly Shortcut[];
}

/** What the keyboard map shows: one group per place where keys do something. */
export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    title: ({ pages }) => pages.keys.group,
    shortcuts: [
      { keys: [GLOBAL_KEYS.jump], text: ({ pages }) => pages.keys.jump },
      { keys: [GLOBAL_KEYS.roomUp, GLOBAL_KEYS.roomDown], text: ({ pages }) => pages.keys.room },
      { keys: [GLOBAL_KEYS.unreadUp, GLOBAL_KEYS.unreadDown], text: ({ pages }) => pages.keys.unread },
      { keys: [GLOBAL_KEYS.map], text: ({ pages }) => pages.keys.map },
    ],
  },
  {
    title: ({ messages }) => messages.keys.group,
    shortcuts: [
      { keys: [MESSAGE_KEYS.up, MESSAGE_KEYS.down], text: ({ messages }) => messages.keys.move },
      { keys: [MESSAGE_KEYS.menu], text: ({ messages }) => messages.keys.menu },
    ],
  },
];
