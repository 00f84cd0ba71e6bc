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
