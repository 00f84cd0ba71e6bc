/** The newest result is the last one, beside the field: there a walk by the arrow keys begins and ends. */
export function enterResults(page: ParentNode): void {
  focus(linksOf(page).at(-1));
}

/** Moves among the results by a key; past the newest and on Escape it leaves. True when the key was one of ours. */
export function walk(list: HTMLElement, key: string, leave: () => void): boolean {
  const links = linksOf(list);
  const at = links.indexOf(document.activeElement as HTMLElement);
  if (key === "Escape") leave();
  else if (key === "ArrowUp" && at >= 0) focus(links[Math.max(0, at - 1)]);
  else if (key === "ArrowDown" && at >= 0 && at < links.length - 1) focus(links[at + 1]);
  else if (key === "ArrowDown" && at >= 0) leave();
  else if (key === "Home") focus(links[0]);
  else if (key === "End") focus(links.at(-1));
  else return false;
  return true;
}

function linksOf(page: ParentNode): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>("a[data-found]")];
}

function focus(link: HTMLElement | undefined): void {
  link?.focus();
  link?.closest("li")?.scrollIntoView?.({ block: "nearest" });
}
