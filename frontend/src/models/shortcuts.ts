import type { Catalogue } from "../language/index.ts";
import { EDIT_KEYS, EDITOR_KEYS } from "../lib/chord.ts";

/** As `KeyboardEvent.key` says them; whoever listens compares with these, so that the keyboard map cannot lie. */
export const MESSAGE_KEYS = { up: "ArrowUp", down: "ArrowDown", menu: "m" } as const;

/** As `chord` says them. */
export const COMPOSER_KEYS = {
  send: "Enter",
  line: "Shift+Enter",
  always: "Mod+Enter",
  editLast: "ArrowUp",
} as const;

export const GLOBAL_KEYS = {
  jump: "Mod+k",
  notifications: "Mod+j",
  map: "?",
  roomUp: "Alt+ArrowUp",
  roomDown: "Alt+ArrowDown",
  unreadUp: "Alt+Shift+ArrowUp",
  unreadDown: "Alt+Shift+ArrowDown",
} as const;

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
      { keys: [GLOBAL_KEYS.notifications], text: ({ notifications }) => notifications.list.title },
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
  {
    title: ({ composer }) => composer.keys.group,
    shortcuts: [
      { keys: [COMPOSER_KEYS.send], text: ({ composer }) => composer.keys.send },
      { keys: [COMPOSER_KEYS.line], text: ({ composer }) => composer.keys.line },
      { keys: [COMPOSER_KEYS.always], text: ({ composer }) => composer.keys.always },
      { keys: [COMPOSER_KEYS.editLast], text: ({ composer }) => composer.keys.editLast },
      { keys: [EDITOR_KEYS.bold], text: ({ composer }) => composer.tools.bold },
      { keys: [EDITOR_KEYS.italic], text: ({ composer }) => composer.tools.italic },
      { keys: [EDITOR_KEYS.link], text: ({ composer }) => composer.keys.link },
    ],
  },
  {
    title: ({ messages }) => messages.editor.name,
    shortcuts: [
      { keys: [EDIT_KEYS.save], text: ({ messages }) => messages.editor.save },
      { keys: [EDIT_KEYS.close], text: ({ messages }) => messages.editor.close },
    ],
  },
];
