import { escapeHTML } from "./text.ts";
import type { Message } from "./wire.ts";

/** A message to answer: its words, who said them, and the way back to them. Nobody is called anew. */
export function quoteOf(message: Message, author: string, origin: string): string {
  const template = document.createElement("template");
  template.innerHTML = message.body;
  for (const mention of template.content.querySelectorAll("span.mention")) {
    mention.replaceWith(mention.textContent ?? "");
  }
  // A quote in a quote in a quote is somebody else's talk.
  for (const inner of template.content.querySelectorAll("blockquote blockquote")) inner.remove();
  const words = [...template.content.children].filter(
    (node) => node.nodeName === "BLOCKQUOTE" || node.nodeName === "CITE",
  );
  if (words.length < template.content.childNodes.length) for (const old of words) old.remove();
  const link = `${origin}/rooms/${message.room}/@${message.rseq}`;
  return `<blockquote>${template.innerHTML}</blockquote><cite>— ${escapeHTML(author)} <a href="${link}">#</a></cite>`;
}

/** In front of what is written: a line to write in where there is nothing yet. */
export function quoteBefore(quote: string, body: string): string {
  const blocks = /^<(?:div|pre|blockquote|h1|ul|ol|cite)\b/.test(body);
  return quote + (blocks ? body : `<div>${body || "<br>"}</div>`);
}
