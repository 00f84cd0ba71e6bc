import type { Catalogue } from "../language/index.ts";

/** As `KeyboardEvent.key` says them; whoever listens compares with these, so that the keyboard map cannot lie. */
export const MESSAGE_KEYS = { up: "ArrowUp", down: "ArrowDown", menu: "m" } as const;

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
    title: ({ messages }) => messages.keys.group,
    shortcuts: [
      { keys: [MESSAGE_KEYS.up, MESSAGE_KEYS.down], text: ({ messages }) => messages.keys.move },
      { keys: [MESSAGE_KEYS.menu], text: ({ messages }) => messages.keys.menu },
    ],
  },
];
