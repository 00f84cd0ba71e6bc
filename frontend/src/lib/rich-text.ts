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
  "CITE",
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
    else if (node.nodeName === "BLOCKQUOTE") text += quoted(text, read(node));
    else if (BLOCKS.has(node.nodeName)) text += `${text && !text.endsWith("\n") ? "\n" : ""}${read(node)}\n`;
    else text += read(node);
  }
  return text;
}

/** As in a letter. */
function quoted(before: string, text: string): string {
  const lines = text.trim().split("\n");
  return `${before && !before.endsWith("\n") ? "\n" : ""}${lines.map((line) => `> ${line}`).join("\n")}\n`;
}

/** True when a plain box would lose nothing. */
export function isPlain(html: string): boolean {
  return !/<(?!br>)/i.test(html);
}
