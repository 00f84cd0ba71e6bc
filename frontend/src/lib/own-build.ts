const ENTRY = 'script[type="module"][src]';

/** Would a reload bring another script? The name of ours changes with its content, so the server's page tells. */
export async function isOutdated(): Promise<boolean> {
  const answer = await fetch("/", { cache: "no-cache" });
  if (!answer.ok) throw new Error(`GET / answers ${answer.status}`);
  const theirs = entryOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
  return theirs !== null && theirs !== entryOf(document);
}

function entryOf(page: Document): string | null {
  return page.querySelector(ENTRY)?.getAttribute("src") ?? null;
}
