import { escapeHTML } from "./text.ts";

const SIGNS = [
  /^ {0,3}```/m,
  /^#{1,6} \S/m,
  /^> \S/m,
  /^[-*+] \S/m,
  /^\d{1,3}[.)] \S/m,
  /(?:^|[\s(])\*\*[^\s*][^*\n]*\*\*/,
  /(?:^|[\s(])_[^\s_][^_\n]*_(?=[\s.,;:!?)]|$)/,
  /(?:^|[^`])`[^`\n]+`/,
  /\[[^\]\n]+\]\(https?:\/\/[^\s)]+\)/,
];

/** A guess that errs towards leaving text alone. */
export function looksLikeMarkdown(text: string): boolean {
  return SIGNS.some((sign) => sign.test(text));
}

/** Markdown as HTML; markup in it stays text. The converter is a file of its own, for whoever pastes Markdown. */
export async function markdownToHTML(text: string): Promise<string> {
  const { Marked } = await import("marked");
  const marked = new Marked({
    gfm: true,
    breaks: true,
    renderer: {
      html: ({ text: markup }) => escapeHTML(markup),
      image: ({ href, text: alt }) => `<a href="${escapeHTML(href)}">${escapeHTML(alt || href)}</a>`,
      checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
      paragraph({ tokens }) {
        return `<p>${this.parser.parseInline(tokens)}</p>`;
      },
    },
  });
  return marked
    .parse(text, { async: false })
    .replaceAll("</p>\n<p>", "</p><p>")
    .replaceAll(/<br>\n/g, "<br>");
}
