export interface SnippetPart {
  text: string;
  marked: boolean;
}

const MARK = /<(\/?)mark>/;

const CHARACTERS: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&#34;": '"',
  "&#39;": "'",
};

/** What the server says around a match, as text: only its own marks mean anything, whatever else stands there. */
export function snippetParts(html: string): SnippetPart[] {
  const parts: SnippetPart[] = [];
  let marked = false;
  // Every second piece is what the pattern caught: "" where a mark begins, "/" where it ends.
  for (const [index, piece] of html.split(MARK).entries()) {
    if (index % 2 === 1) marked = piece === "";
    else if (piece) parts.push({ text: unescapeText(piece), marked });
  }
  return parts;
}

function unescapeText(html: string): string {
  return html.replace(/&(?:amp|lt|gt|#34|#39);/g, (entity) => CHARACTERS[entity] ?? entity);
}
