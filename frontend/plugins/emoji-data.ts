import { createRequire } from "node:module";
import type { Plugin } from "vite";

// The data are of emojibase (MIT, (c) Miles Johnson; character data by Unicode), cut down to what a picker shows and finds.

interface SourceEmoji {
  emoji: string;
  hexcode: string;
  label: string;
  tags?: string[];
  group?: number;
  order?: number;
  tone?: number | number[];
  skins?: SourceEmoji[];
}

type Shortcodes = Record<string, string | string[]>;

const PREFIX = "virtual:emoji-";
const COMPONENTS = 2;

/** `import("virtual:emoji-en")`: one row per emoji, [character, label, tags, group, shortcodes, skin tones]. */
export function emojiData(): Plugin {
  const require = createRequire(import.meta.url);
  return {
    name: "emoji-data",
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load: (id) => {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const language = id.slice(PREFIX.length + 1);
      const emojis: SourceEmoji[] = require(`emojibase-data/${language}/data.json`);
      const codes: Shortcodes = require("emojibase-data/en/shortcodes/github.json");
      const rows = emojis
        .filter((emoji) => emoji.group !== undefined && emoji.group !== COMPONENTS)
        .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
        .map((emoji) => row(emoji, codes));
      return `export const rows = JSON.parse(${JSON.stringify(JSON.stringify(rows))});`;
    },
  };
}

function row(emoji: SourceEmoji, shortcodes: Shortcodes): unknown[] {
  const codes = [shortcodes[emoji.hexcode] ?? []].flat().join(" ");
  // Two people of different tones are left out: a tone is chosen once, for everything.
  const tones = (emoji.skins ?? []).filter(({ tone }) => typeof tone === "number").map((skin) => skin.emoji);
  return [emoji.emoji, emoji.label, (emoji.tags ?? []).join(" "), emoji.group, codes, tones];
}
