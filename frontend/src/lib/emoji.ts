import { fold } from "./fold.ts";
import { readNote, writeNote } from "./local-note.ts";

/** One emoji as a picker shows and finds it. */
export interface Emoji {
  readonly char: string;
  readonly label: string;
  readonly group: number;
  /** Names between colons, without the colons. */
  readonly codes: readonly string[];
  /** From light to dark; none where skin has no say. */
  readonly tones: readonly string[];
  /** Label and tags, folded. */
  readonly words: string;
}

/** Groups in the order of Unicode; 2 is for components, which nobody picks. */
export const EMOJI_GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const;

const loading = new Map<string, Promise<readonly Emoji[]>>();

/** Every emoji with its words in one language; its own chunk, loaded when first wanted. */
export function loadEmoji(language: "en" | "de"): Promise<readonly Emoji[]> {
  let emojis = loading.get(language);
  if (!emojis) {
    const data = language === "de" ? import("virtual:emoji-de") : import("virtual:emoji-en");
    emojis = data.then(({ rows }) => rows.map(toEmoji));
    // A chunk that could not be loaded is asked for again.
    emojis.catch(() => loading.delete(language));
    loading.set(language, emojis);
  }
  return emojis;
}

function toEmoji([char, label, tags, group, codes, tones]: EmojiRow): Emoji {
  return {
    char,
    label,
    group,
    codes: codes ? codes.split(" ") : [],
    tones,
    words: fold(`${label} ${tags}`),
  };
}

/** Does some word of the folded text begin with the folded query, which may itself be several words? */
function startsSomeWord(text: string, query: string): boolean {
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  }
  return false;
}

/** The best first: by shortcode, by the name's beginning, by any word of name and tags. */
export function searchEmoji(emojis: readonly Emoji[], query: string, most: number): Emoji[] {
  const wanted = fold(query.trim());
  if (!wanted) return emojis.slice(0, most);
  const code = wanted.replaceAll(/[\s-]+/g, "_");
  const ranked: Emoji[][] = [[], [], [], []];
  for (const emoji of emojis) {
    if (emoji.codes.includes(code)) ranked[0]?.push(emoji);
    else if (emoji.codes.some((known) => known.startsWith(code))) ranked[1]?.push(emoji);
    else if (emoji.words.startsWith(wanted)) ranked[2]?.push(emoji);
    else if (startsSomeWord(emoji.words, wanted)) ranked[3]?.push(emoji);
  }
  return ranked.flat().slice(0, most);
}

/** 0 is no tone, then 1 to 5 from light to dark. */
export function withTone(emoji: Emoji, tone: number): string {
  return emoji.tones[tone - 1] ?? emoji.char;
}

const TONE_NOTE = "emoji/tone";
const RECENT_NOTE = "emoji/recent";
const MOST_RECENT = 24;

export function keptTone(): number {
  const tone = Number(readNote(TONE_NOTE));
  return Number.isInteger(tone) && tone >= 0 && tone <= 5 ? tone : 0;
}

export function keepTone(tone: number): void {
  writeNote(TONE_NOTE, tone ? String(tone) : "");
}

/** What was picked last in this browser, the latest first. */
export function recentEmoji(): string[] {
  return readNote(RECENT_NOTE).split(" ").filter(Boolean);
}

export function pickedEmoji(char: string): void {
  const others = recentEmoji().filter((other) => other !== char);
  writeNote(RECENT_NOTE, [char, ...others].slice(0, MOST_RECENT).join(" "));
}
