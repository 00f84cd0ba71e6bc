import { english } from "./en/all.ts";
import { localeFor, setLocale } from "./locale.ts";

/**
 * Every sentence that the interface says, by noun: `words().rooms.newRoom`. A text that depends on something is a
 * function: `words().rooms.pingWith("Ada")`; numbers and dates go through Intl with `locale()`.
 *
 * A text lives in en/<noun>.ts and in de/<noun>.ts, which the compiler holds to the English shape. A third language is
 * one more folder and one more line in LANGUAGES. Accessible names of the original keep their exact English words.
 * The server's own refusals arrive as English sentences beside a stable code: <language>/refusals.ts makes its own of them.
 */
export type Catalogue = typeof english;

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;

export type Language = keyof typeof LANGUAGES;

let language: Language = "en";
let catalogue: Catalogue = english;

export function words(): Catalogue {
  return catalogue;
}

/** The language that is spoken now, for Intl and `<html lang>`. */
export function spoken(): Language {
  return language;
}

/** What to speak, from what somebody chose before and what their browser asks for. */
export function choose(chosen: string, wanted: readonly string[]): Language {
  for (const tag of [chosen, ...wanted]) {
    const primary = tag.toLowerCase().split("-")[0] ?? "";
    if (primary in LANGUAGES) return primary as Language;
  }
  return "en";
}

/** Before anything is drawn; to change the language later, choose and load the page anew. */
export async function speak(next: Language): Promise<void> {
  catalogue = next === "de" ? (await import("./de/all.ts")).german : english;
  language = next;
  setLocale(localeFor(next, navigator.languages));
}
