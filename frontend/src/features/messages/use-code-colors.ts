import { type RefObject, useLayoutEffect } from "react";
import { highlighted, loadHighlighter } from "../../lib/highlight.ts";

/** Colours the code blocks of a drawn body, at once when the languages are there, else when they have come. */
export function useCodeColors(body: RefObject<HTMLElement | null>, html: string): void {
  useLayoutEffect(() => {
    if (!html.includes("<pre")) return;
    let here = true;
    if (!color(body.current)) {
      loadHighlighter()
        .then(() => here && color(body.current))
        .catch(() => {});
    }
    return () => {
      here = false;
    };
  }, [body, html]);
}

/** False when a block has to wait. */
function color(body: HTMLElement | null): boolean {
  let done = true;
  for (const block of body?.querySelectorAll("pre") ?? []) {
    const code = onlyText(block);
    if (!code) continue;
    const language = /(?:^|\s)language-(\S+)/.exec(code.className || block.className)?.[1] ?? "";
    const colored = highlighted(code.textContent, language);
    if (colored === undefined) done = false;
    else if (colored) code.innerHTML = colored;
  }
  return done;
}

/** The element that holds nothing but the code; a block with links or breaks in it stays as it is. */
function onlyText(block: Element): Element | null {
  const only = block.children.length === 1 ? block.children[0] : undefined;
  const code = only?.tagName === "CODE" && block.childNodes.length === 1 ? only : block;
  return code.children.length === 0 ? code : null;
}
