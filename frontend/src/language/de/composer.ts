import type { Catalogue } from "../index.ts";

export const composer: Catalogue["composer"] = {
  emoji: {
    name: "Emoji auswählen",
    search: "Emoji suchen",
    recent: "Zuletzt benutzt",
    found: "Gefunden",
    none: "So heißt kein Emoji.",
    tone: (tone) => `Hautton: ${tone}`,
    tones: ["keiner", "hell", "mittelhell", "mittel", "mitteldunkel", "dunkel"],
    groups: {
      0: "Smileys und Gefühle",
      1: "Menschen und Körper",
      3: "Tiere und Natur",
      4: "Essen und Trinken",
      5: "Reisen und Orte",
      6: "Aktivitäten",
      7: "Gegenstände",
      8: "Symbole",
      9: "Flaggen",
    },
  },
};
