import { locale } from "../language/locale.ts";

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For text and for attributes. */
export function escapeHTML(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** What the plain composer sends: the text itself, its line ends as `<br>`. */
export function textToHTML(text: string): string {
  return escapeHTML(text.trim()).replace(/\r\n?|\n/g, "<br>");
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** At most so many UTF-16 units, cut between what a reader sees as letters. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  // A segment is looked at only near the cut: the whole of a long message would be work for nothing.
  let end = 0;
  for (const { index, segment } of graphemes.segment(text.slice(0, most + 64))) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

function firstCharacter(word: string): string {
  for (const part of graphemes.segment(word)) return part.segment;
  return "";
}

const CJK = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Two letters for a face: "Ada Moreno" is AM, "アダ" is ア, and an emoji stays whole. */
export function initials(name: string, most = 2): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.slice(0, most).map(firstCharacter);
  const kept = CJK.test(letters[0] ?? "") ? letters.slice(0, 1) : letters;
  return kept.join("").toLocaleUpperCase() || "?";
}

export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] || name;
}

/** A number from 0 to 359 that stays with the id. */
export function hue(id: string): number {
  let hash = 2166136261;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 16777619);
  }
  return (hash >>> 0) % 360;
}

const EMOJI_ONLY =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier}|\p{Regional_Indicator}|[#*0-9]\uFE0F?\u20E3|[\u{E0020}-\u{E007F}]|\u200D|\uFE0F)+$/u;

/** Nothing but emoji, not even a space: flags, keycaps, skin tones and families are one each. */
export function isEmojiOnly(text: string): boolean {
  return EMOJI_ONLY.test(text.trim());
}

/** "Ada", "Ada and Bo", "Ada, Bo, and Cy", as the spoken language joins them. */
export function sentence(words: string[]): string {
  return new Intl.ListFormat(locale(), { type: "conjunction" }).format(words);
}

const encoder = new TextEncoder();

/** How many bytes a text has on the wire. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** A little under what one frame carries. */
const MOST_BYTES = 60 * 1024;

/** Is this more than one message may be? */
export function isTooLong(body: string): boolean {
  return body.length > MOST_BYTES / 4 && byteLength(body) > MOST_BYTES;
}
