import { readNote, writeNote } from "./local-note.ts";

export const THEMES = ["system", "light", "dark"] as const;

export type Theme = (typeof THEMES)[number];

/** public/theme.js reads it too, before the first paint. */
const THEME_NOTE = "theme";

export function chosenTheme(): Theme {
  const chosen = readNote(THEME_NOTE);
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

/** Kept for this browser and shown at once; other tabs hear of it by the store's own event. */
export function chooseTheme(theme: Theme): void {
  writeNote(THEME_NOTE, theme === "system" ? "" : theme);
  window.dispatchEvent(new CustomEvent("theme", { detail: theme }));
}
