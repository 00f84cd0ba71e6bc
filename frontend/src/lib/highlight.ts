import type { paint } from "./highlighter.ts";

/** Guessing tries a dozen languages; a block longer than this is not worth it. */
const MOST_TO_GUESS = 4_000;
const MOST_TO_PAINT = 32_000;
const MOST_KEPT = 200;

let painter: { paint: typeof paint } | null = null;
const kept = new Map<string, string | null>();

/** The colours of a block if they are known or can be had at once. `undefined`: ask `loadHighlighter` first. */
export function highlighted(code: string, language: string): string | null | undefined {
  if (code.length > (language ? MOST_TO_PAINT : MOST_TO_GUESS) || !code.trim()) return null;
  const key = `${language}\n${code}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (!painter) return undefined;
  const html = painter.paint(code, language);
  kept.set(key, html);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return html;
}

/** Thirteen files that nobody needs who sees no code. */
export async function loadHighlighter(): Promise<void> {
  painter ??= await import("./highlighter.ts");
}
