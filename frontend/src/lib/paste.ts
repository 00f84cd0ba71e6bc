import type { TrixEditor } from "trix";
import { toBody, toEditor } from "./editor-html.ts";
import { looksLikeMarkdown, markdownToHTML } from "./markdown.ts";
import { isInCode } from "./typing-rules.ts";

/** Longer than any message may be: taken as plain text, without looking for anything in it. */
const MOST_TO_READ = 64 * 1024;
const ADDRESS = /^https?:\/\/\S+$/i;

/** What the clipboard holds, into the text; undo takes it back. Files are not its matter. */
export async function pasteInto(editor: TrixEditor, data: DataTransfer): Promise<void> {
  const text = data.getData("text/plain").replaceAll(/\r\n?/g, "\n");
  const html = data.getData("text/html");
  editor.recordUndoEntry("Paste");
  if (isInCode(editor) || text.length > MOST_TO_READ) editor.insertString(text);
  else if (ADDRESS.test(text.trim())) pasteAddress(editor, text.trim());
  else if (looksLikeMarkdown(text) && !isFormatted(html)) await pasteMarkdown(editor, text);
  else if (html) editor.insertHTML(cleanPaste(html));
  else editor.insertString(text);
}

/** Selected words become a link. */
function pasteAddress(editor: TrixEditor, address: string): void {
  const [start, end] = editor.getSelectedRange();
  if (start === end) editor.insertString(address);
  else editor.activateAttribute("href", address);
}

/** First as it is, then made up: one step back shows the signs again. */
async function pasteMarkdown(editor: TrixEditor, text: string): Promise<void> {
  const [start] = editor.getSelectedRange();
  editor.insertString(text);
  const end = start + text.length;
  const html = toEditor(await markdownToHTML(text).catch(() => ""));
  // Somebody who went on typing meanwhile keeps what they have.
  const [caret] = editor.getSelectedRange();
  if (!html || caret !== end || editor.getDocument().toString().slice(start, end) !== text) return;
  editor.recordUndoEntry("Markdown");
  editor.setSelectedRange([start, end]);
  editor.insertHTML(html);
}

const FORMATTED = /<(?:b|strong|i|em|a|ul|ol|li|h[1-6]|blockquote|table)\b/i;

/** Code editors and terminals put their text into the clipboard as coloured HTML; that says nothing about its form. */
function isFormatted(html: string): boolean {
  return FORMATTED.test(html);
}

const UNSEEN = "script, style, title, meta, link, template, iframe, object, svg, noscript, head";

/** Of a piece of some page: its words, and the forms that a message knows. Nothing is loaded on the way. */
export function cleanPaste(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html").body;
  for (const node of page.querySelectorAll(UNSEEN)) node.remove();
  for (const node of page.querySelectorAll<HTMLElement>("span.mention, figure")) {
    node.replaceWith(node.textContent ?? "");
  }
  // Some word processors wrap everything into a bold element that is not bold.
  for (const node of page.querySelectorAll<HTMLElement>("b, strong, i, em, span")) {
    const { fontWeight, fontStyle } = node.style;
    if (fontWeight === "normal" || fontWeight === "400" || node.nodeName === "SPAN") {
      const bold = Number(fontWeight) >= 600 || fontWeight === "bold";
      const name = bold ? "strong" : fontStyle === "italic" ? "em" : "span";
      const plain = document.createElement(name);
      plain.append(...node.childNodes);
      node.replaceWith(plain);
    }
  }
  for (const cell of page.querySelectorAll("td, th")) cell.append(" ");
  for (const row of page.querySelectorAll("tr")) row.append(document.createElement("br"));
  return toEditor(toBody(toEditor(page.innerHTML)));
}
