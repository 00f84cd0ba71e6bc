const ADDRESS = /\b(?:https?:\/\/|www\.)[^\s<>"]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/gi;
const CLOSERS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

export interface FoundLink {
  index: number;
  text: string;
  href: string;
}

/** Web and mail addresses in plain text, without the punctuation of the sentence around them. */
export function findLinks(text: string): FoundLink[] {
  const found: FoundLink[] = [];
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutPunctuation(match[0]);
    const href = addressOf(address);
    if (href) found.push({ index: match.index, text: address, href });
  }
  return found;
}

function addressOf(text: string): string | null {
  if (/^https?:/i.test(text)) return URL.canParse(text) ? text : null;
  if (/^www\./i.test(text)) return URL.canParse(`https://${text}`) ? `https://${text}` : null;
  return `mailto:${text}`;
}

/** A closing bracket belongs to the address only if it closes one there, as in some encyclopedias. */
function withoutPunctuation(text: string): string {
  let address = text;
  for (;;) {
    const last = address.at(-1) ?? "";
    const opener = CLOSERS[last];
    const extra = opener ? count(address, last) > count(address, opener) : /[.,;:!?'*_~]/.test(last);
    if (!extra) return address;
    address = address.slice(0, -1);
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
