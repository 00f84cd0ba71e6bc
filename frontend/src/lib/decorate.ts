import { findLinks } from "./linkify.ts";
import { hue, initials } from "./text.ts";

export interface Decorated {
  html: string;
  /** Addresses outside of this server, in the order of the text. */
  links: string[];
}

const NO_LINKS_INSIDE = "a, code, pre";
const SOMETHING_TO_DO = /https?:|www\.|@|<a |class="mention"/i;

/** What the server has sanitised, made ready to be read. Nodes are built, never concatenated. */
export function decorate(html: string, origin: string): Decorated {
  if (!SOMETHING_TO_DO.test(html)) return { html, links: [] };
  const template = document.createElement("template");
  template.innerHTML = html;
  const body = template.content;
  for (const text of textsOf(body)) {
    if (!text.parentElement?.closest(NO_LINKS_INSIDE)) linkText(text);
  }
  const links: string[] = [];
  for (const link of body.querySelectorAll<HTMLAnchorElement>("a[href]")) {
    if (lead(link, origin)) links.push(link.href);
  }
  for (const mention of body.querySelectorAll<HTMLElement>("span.mention")) mention.prepend(face(mention));
  return { html: template.innerHTML, links };
}

function textsOf(body: DocumentFragment): Text[] {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  return texts;
}

function linkText(text: Text): void {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const found of findLinks(text.data)) {
    const link = document.createElement("a");
    link.href = found.href;
    link.textContent = found.text;
    parts.push(text.data.slice(end, found.index), link);
    end = found.index + found.text.length;
  }
  if (end > 0) text.replaceWith(...parts, text.data.slice(end));
}

/** Our own pages open here, everything else beside us. True for an address elsewhere on the web. */
function lead(link: HTMLAnchorElement, origin: string): boolean {
  const address = link.getAttribute("href") ?? "";
  if (!URL.canParse(address, origin)) return false;
  const url = new URL(address, origin);
  if (url.origin === origin) {
    link.removeAttribute("target");
    link.removeAttribute("rel");
    return false;
  }
  link.target = "_blank";
  link.rel = "nofollow noopener noreferrer";
  return url.protocol === "https:" || url.protocol === "http:";
}

function face(mention: HTMLElement): HTMLElement {
  const avatar = document.createElement("span");
  avatar.className = "avatar";
  avatar.setAttribute("aria-hidden", "true");
  avatar.style.setProperty("--avatar-hue", String(hue(mention.dataset.user ?? "")));
  avatar.textContent = initials((mention.textContent ?? "").replace(/^@/, ""));
  return avatar;
}
