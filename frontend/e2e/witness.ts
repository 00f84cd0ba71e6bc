import type { Page } from "playwright-core";

/** What a page must never show, seen from inside it, from its first row on. */
export interface Testimony {
  /** Rows that were marked as not sent. */
  failed: string[];
  /** One message in two rows at once. */
  doubled: string[];
  /** Sent rows whose numbers did not rise from top to bottom. */
  disordered: string[];
  /** Rows that were there once and are not there now. */
  vanished: string[];
  /** Rows that had to move past another row, with how often they did. */
  moved: Record<string, number>;
}

/** Runs in the page before its own scripts. */
function install(): void {
  const testimony: Testimony = { failed: [], doubled: [], disordered: [], vanished: [], moved: {} };
  const seen = new Set<string>();
  let order: string[] = [];

  function note(list: string[], what: string): void {
    if (!list.includes(what)) list.push(what);
  }

  function look(): void {
    const rows = [...document.querySelectorAll<HTMLElement>(".message")];
    const keys = new Set<string>();
    const ids = new Set<string>();
    let last = 0;
    for (const row of rows) {
      const { row: key = "", messageId: id = "", rseq, state } = row.dataset;
      if (state === "failed") note(testimony.failed, row.innerText);
      if (keys.has(key) || (id && ids.has(id))) note(testimony.doubled, row.innerText);
      if (rseq && Number(rseq) <= last) note(testimony.disordered, row.innerText);
      if (rseq) last = Number(rseq);
      keys.add(key);
      if (id) ids.add(id);
      seen.add(key);
    }
    testimony.vanished = [...seen].filter((key) => !keys.has(key));
    const now = [...keys];
    // A row moved when a row that stood below it stands above it now.
    const before = order.filter((key) => keys.has(key));
    const after = now.filter((key) => order.includes(key));
    for (const key of before) {
      if (after.indexOf(key) > before.indexOf(key)) testimony.moved[key] = (testimony.moved[key] ?? 0) + 1;
    }
    order = now;
  }

  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-state", "data-row", "data-message-id"],
  });
  (window as unknown as { testimony: Testimony }).testimony = testimony;
}

export async function callWitness(page: Page): Promise<void> {
  await page.addInitScript(install);
}

export function hearWitness(page: Page): Promise<Testimony> {
  return page.evaluate(() => (window as unknown as { testimony: Testimony }).testimony);
}
