import type { Page } from "playwright-core";

interface Effects {
  heard: string[];
}

const PATIENCE_MS = 2_500;

/** From now on, whatever the page does that a person could notice is written down. */
export async function listenForEffects(page: Page): Promise<void> {
  await page.evaluate(() => {
    const place = window as unknown as { effects?: Effects };
    if (place.effects) {
      place.effects.heard = [];
      return;
    }
    const effects: Effects = { heard: [] };
    place.effects = effects;
    const note = (what: string) => effects.heard.push(what);
    new MutationObserver(() => note("drawn")).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    for (const type of ["change", "input", "invalid", "toggle", "scroll"]) {
      document.addEventListener(type, () => note(type), { capture: true });
    }
    document.addEventListener("focusin", ({ target }) => {
      if (target instanceof Element && target.matches("input, textarea, [contenteditable]")) note("focused");
    });
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function heard() {
      note("played");
      return play.call(this);
    };
    window.addEventListener("pagehide", () => note("left"));
  });
}

/** True as soon as something happened; false when nothing did. */
export async function hearEffects(page: Page): Promise<boolean> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; ) {
    // A page that was left, or is being left, is an effect too.
    const heard = await page
      .evaluate(() => (window as unknown as { effects?: Effects }).effects?.heard.length ?? 1)
      .catch(() => 1);
    if (heard > 0) return true;
    await page.waitForTimeout(15);
  }
  return false;
}
