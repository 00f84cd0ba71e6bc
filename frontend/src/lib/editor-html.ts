import { hue, initials } from "./text.ts";

const MENTION_TYPE = "application/vnd.campfire.mention";
const KEPT = new Set("STRONG EM DEL CODE PRE BLOCKQUOTE H1 UL OL LI DIV CITE".split(" "));
const SCHEMES = new Set(["http:", "https:", "mailto:"]);
const USER_ID = /^[a-z0-9]{15}$/;

/** What the editor holds, in the form in which the server stores it: plain lines have no element around them. */
export function toBody(editorHTML: string): string {
  const root = parse(editorHTML);
  trimEnd(root);
  const blocks = [...root.childNodes].filter((node) => node.nodeType !== Node.COMMENT_NODE);
  const [only] = blocks;
  const inner = blocks.length === 1 && only?.nodeName === "DIV" ? only : root;
  return writeAll(inner).replace(/^(?:<br>|[\s\u00a0])+/, "");
}

/** True when there is nothing in it that anybody would see. */
export function isBlank(body: string): boolean {
  const root = parse(body);
  return !root.textContent?.trim() && !root.querySelector("figure");
}

function parse(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Line ends and empty blocks after the last word. */
function trimEnd(root: Node): void {
  for (let last = root.lastChild; last; last = root.lastChild) {
    if (last.nodeType === Node.TEXT_NODE) {
      const text = (last.nodeValue ?? "").replace(/[\s\u00a0]+$/, "");
      if (text) {
        last.nodeValue = text;
        return;
      }
    } else if (last.nodeName === "FIGURE" || last.nodeName === "SPAN") return;
    else if (last.nodeName !== "BR" && last.nodeType === Node.ELEMENT_NODE) {
      trimEnd(last);
      if (last.firstChild) return;
    }
    last.remove();
  }
}

function writeAll(parent: Node): string {
  let html = "";
  for (const node of parent.childNodes) html += write(node);
  return html;
}

function write(node: Node): string {
  if (node instanceof Text) return escapeText(node.parentElement?.closest("pre") ? node.data : spaced(node));
  if (!(node instanceof HTMLElement)) return "";
  if (node.dataset.trixAttachment) return writeAttachment(node);
  if (node.nodeName === "BR") return node.closest("pre") ? "\n" : "<br>";
  if (node.nodeName === "A") return writeLink(node);
  if (node.nodeName === "SPAN")
    return writeMention(node.dataset.user, node.textContent ?? "", writeAll(node));
  if (node.nodeName === "PRE") return writeCode(node);
  if (!KEPT.has(node.nodeName)) return writeAll(node);
  const name = node.nodeName.toLowerCase();
  return `<${name}>${writeAll(node)}</${name}>`;
}

function writeCode(node: HTMLElement): string {
  const language = languageOf(node);
  const text = escapeText(node.textContent ?? "");
  return language ? `<pre><code class="language-${language}">${text}</code></pre>` : `<pre>${text}</pre>`;
}

function languageOf(pre: HTMLElement): string {
  const named =
    pre.getAttribute("language") ?? pre.querySelector("code")?.className.replace(/^language-/, "");
  return named && /^[A-Za-z0-9+#._-]{1,32}$/.test(named) ? named : "";
}

function writeLink(node: HTMLElement): string {
  const href = node.getAttribute("href") ?? "";
  const inside = writeAll(node);
  if (!URL.canParse(href) || !SCHEMES.has(new URL(href).protocol)) return inside;
  const address = escapeText(href).replaceAll('"', "&quot;");
  return `<a href="${address}" rel="nofollow noopener noreferrer" target="_blank">${inside}</a>`;
}

function writeAttachment(node: HTMLElement): string {
  try {
    const { contentType, user, name } = JSON.parse(node.dataset.trixAttachment ?? "");
    if (contentType === MENTION_TYPE) return writeMention(String(user), `@${name}`, "");
  } catch {
    // Something of somebody else's: what it says is kept.
  }
  return escapeText(node.textContent ?? "");
}

function writeMention(user: string | undefined, text: string, otherwise: string): string {
  if (!user || !USER_ID.test(user)) return otherwise || escapeText(text);
  return `<span class="mention" data-user="${user}">${escapeText(text)}</span>`;
}

/** A single space is a space, whichever Trix drew; those that would collapse stay hard. */
function spaced(node: Text): string {
  const text = node.data;
  return text.replaceAll("\u00a0", (hard, at: number) => {
    const before = at > 0 ? text.charAt(at - 1) : (node.previousSibling?.textContent ?? "");
    return before === "" || /[\s\u00a0]/.test(before.slice(-1)) || /[\s\u00a0]/.test(text.charAt(at + 1))
      ? hard
      : " ";
  });
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const RENAMED: Record<string, string> = { B: "strong", I: "em", S: "del", STRIKE: "del", P: "div" };

/** A stored body as the editor takes it: mentions in one piece, code with its language. */
export function toEditor(body: string): string {
  const root = parse(body);
  for (const node of root.querySelectorAll<HTMLElement>("b, i, s, strike, p, h2, h3, h4, h5, h6")) {
    const renamed = document.createElement(RENAMED[node.nodeName] ?? "h1");
    renamed.append(...node.childNodes);
    node.replaceWith(renamed);
  }
  for (const pre of root.querySelectorAll<HTMLElement>("pre")) {
    const language = languageOf(pre);
    pre.textContent = pre.textContent ?? "";
    if (language) pre.setAttribute("language", language);
  }
  for (const span of root.querySelectorAll<HTMLElement>("span[data-user]")) {
    const name = (span.textContent ?? "").replace(/^@/, "");
    span.outerHTML = mentionFigure(span.dataset.user ?? "", name);
  }
  const holder = document.createElement("div");
  holder.append(root);
  return holder.innerHTML;
}

/** What the editor keeps of somebody who is called: one piece of the text that is not typed in. */
export function mentionAttributes(user: string, name: string): Record<string, string> {
  const face = `<span class="avatar" style="--avatar-hue: ${hue(user)}">${escapeText(initials(name))}</span>`;
  const content = `<span class="mention">${face}${escapeText(name)}</span>`;
  return { contentType: MENTION_TYPE, content, user, name };
}

function mentionFigure(user: string, name: string): string {
  const figure = document.createElement("figure");
  figure.dataset.trixAttachment = JSON.stringify(mentionAttributes(user, name));
  figure.dataset.trixContentType = MENTION_TYPE;
  return figure.outerHTML;
}
