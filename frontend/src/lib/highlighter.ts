import core from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import xml from "highlight.js/lib/languages/xml";

const LANGUAGES = { bash, css, diff, go, java, javascript, json, python, ruby, rust, sql, xml };

/** A guess that so little speaks for would colour prose. */
const LEAST_RELEVANCE = 4;

for (const [name, language] of Object.entries(LANGUAGES)) core.registerLanguage(name, language);
core.configure({ classPrefix: "code__", throwUnescapedHTML: true });

/**
 * Escaped code with spans around its words, or nothing when it stays as it is: an unknown language is not guessed,
 * since whoever named one meant it.
 */
export function paint(code: string, language: string): string | null {
  if (language) {
    return core.getLanguage(language) ? core.highlight(code, { language, ignoreIllegals: true }).value : null;
  }
  const guess = core.highlightAuto(code);
  return guess.relevance >= LEAST_RELEVANCE ? guess.value : null;
}
