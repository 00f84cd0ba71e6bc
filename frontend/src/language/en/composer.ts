export const composer = {
  emoji: {
    name: "Pick an emoji",
    search: "Search emoji",
    recent: "Used lately",
    found: "Found",
    none: "No emoji is called that.",
    tone: (tone: string) => `Skin tone: ${tone}`,
    tones: ["none", "light", "medium-light", "medium", "medium-dark", "dark"],
    groups: {
      0: "Smileys and emotion",
      1: "People and body",
      3: "Animals and nature",
      4: "Food and drink",
      5: "Travel and places",
      6: "Activities",
      7: "Objects",
      8: "Symbols",
      9: "Flags",
    } as Record<number, string>,
  },
};
