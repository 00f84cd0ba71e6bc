import { snippetParts } from "../lib/snippet.ts";

/** The part of a message in which something was found, with what was found marked. */
export function Snippet({ html }: { html: string }) {
  return snippetParts(html).map(({ text, marked }, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, which come and go together
    marked ? <mark key={index}>{text}</mark> : text,
  );
}
