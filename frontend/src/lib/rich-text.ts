const URL_PATTERN = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g;
const NO_LINKS_INSIDE = "a, code, pre";

/** Server-confirmed HTML with bare web addresses made into links. The nodes are built, never concatenated. */
export function linkify(html: string, origin: string): string {
  if (!html.includes("http") && !html.includes("<a")) return html;
  const template = document.createElement("template");
  template.innerHTML = html;
  const walker = document.createTreeWalker(template.content, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (!text.parentElement?.closest(NO_LINKS_INSIDE)) linkText(text);
  }
  for (const link of template.content.querySelectorAll("a[href]")) {
    if (link instanceof HTMLAnchorElement && new URL(link.href, origin).origin !== origin) {
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    }
  }
  return template.innerHTML;
}

function linkText(text: Text): void {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const match of text.data.matchAll(URL_PATTERN)) {
    parts.push(text.data.slice(end, match.index));
    const link = document.createElement("a");
    link.href = match[0];
    link.textContent = match[0];
    parts.push(link);
    end = match.index + match[0].length;
  }
  if (end === 0) return;
  parts.push(text.data.slice(end));
  text.replaceWith(...parts);
}

const BLOCKS = new Set([
  "P",
  "DIV",
  "PRE",
  "BLOCKQUOTE",
  "UL",
  "OL",
  "LI",
  "H1",
  "H2",
  "H3",
  "H4",
  "H5",
  "H6",
]);

/** The text a plain editor shows for a body: `<br>` and block ends become line ends. */
export function htmlToText(html: string): string {
  const template = document.createElement("template");
  template.innerHTML = html;
  return read(template.content)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function read(parent: Node): string {
  let text = "";
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) text += node.nodeValue ?? "";
    else if (node.nodeName === "BR") text += "\n";
    else if (BLOCKS.has(node.nodeName)) text += `${text && !text.endsWith("\n") ? "\n" : ""}${read(node)}\n`;
    else text += read(node);
  }
  return text;
}

/** True when a plain editor would lose nothing but links that it makes again by itself. */
export function isPlain(html: string): boolean {
  return !/<(?!\/?(?:br|div|p|a)\b)[a-z/]/i.test(html);
}
