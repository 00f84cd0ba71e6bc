import type { Catalogue } from "../index.ts";

export const presence: Catalogue["presence"] = {
  newVersion: "Neue Version: neu laden",
  offline: "Du bist offline",
  reconnecting: "Verbindet neu…",
  restarting: "Campfire startet neu…",
  typing: (names, count) => `${names} ${count === 1 ? "schreibt" : "schreiben"}`,
  waits: "Was du sendest, wartet hier.",
  waitsOpen: "Was du sendest, wartet, solange diese Seite offen ist: Dein Browser behält nichts.",
};
