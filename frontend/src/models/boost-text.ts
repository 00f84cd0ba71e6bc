/** What the server takes, in code points. */
export const MOST_IN_A_BOOST = 16;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * As much of a text as fits into a boost. The server counts code points, a person counts what they see: a family is
 * seven of the first and one of the second, so whatever does not fit whole is left out whole.
 */
export function fitBoost(text: string): string {
  let fitting = "";
  let length = 0;
  for (const { segment } of graphemes.segment(text.trimStart().replace(/\s+/g, " "))) {
    length += codePoints(segment);
    if (length > MOST_IN_A_BOOST) break;
    fitting += segment;
  }
  return fitting;
}

function codePoints(text: string): number {
  return [...text].length;
}
