import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { addresses } from "./addresses.ts";
import { expectNoBarriersInEither } from "./barriers.ts";
import { findControls } from "./controls.ts";
import { Person } from "./person.ts";
import { playScene, RIA, TOM } from "./scene.ts";
import { setStage } from "./stage.ts";

const stage = setStage();
const MANY = 400;

async function open(person: Person, path: string): Promise<void> {
  await person.go(path);
  await person.page.locator("main:not([aria-busy=true])").first().waitFor();
  await expect.poll(() => findControls(person.page).then(({ length }) => length)).toBeGreaterThan(0);
  await person.page.locator(".spinner").waitFor({ state: "detached" });
}

it("every page is open to everybody, in light and in dark", async () => {
  const { browser, server } = stage;
  const { ria, tom, room } = await playScene(server);
  for (const [who, api, isAdministrator] of [
    [RIA, ria, true],
    [TOM, tom, false],
  ] as const) {
    const person = await Person.arrive(browser, server.url, {
      colorScheme: "light",
      reducedMotion: "reduce",
    });
    await person.signIn(who, `/rooms/${room}`);
    for (const path of await addresses(api, room, isAdministrator)) {
      await open(person, path);
      await expectNoBarriersInEither(person.page, `${who.name} at ${path}`);
    }
    expect(person.troubles).toEqual([]);
  }
});

it("every control of every page is reached by keys, and shows that it is", async () => {
  const { browser, server } = stage;
  const { ria, room } = await playScene(server);
  const person = await Person.arrive(browser, server.url, { reducedMotion: "reduce" });
  await person.signIn(RIA, `/rooms/${room}`);
  for (const path of await addresses(ria, room, true)) {
    await open(person, path);
    const { passed, dark } = await tabThrough(person.page);
    const missed = await missedBy(person.page);
    expect({ path, missed, dark }).toEqual({ path, missed: [], dark: [] });
    expect(passed, path).toBeGreaterThan(2);
  }
});

/** From the top of the page to its end: how many stops there are, and at which of them nothing can be seen. */
async function tabThrough(page: Page): Promise<{ passed: number; dark: string[] }> {
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
  });
  const dark: string[] = [];
  for (let passed = 0; passed < MANY; passed++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const here = document.activeElement;
      if (!here || here === document.body || here.hasAttribute("data-passed")) return null;
      here.setAttribute("data-passed", "");
      // A field may show it by the box around it, a hidden switch by its lamp, a link by the bubble that it covers.
      const around = [here, here.parentElement, here.nextElementSibling, here.closest("form, .input, label")];
      const styles = around.flatMap((element) => (element ? [getComputedStyle(element)] : []));
      const lit = [...styles, getComputedStyle(here, "::after")].some(
        ({ outlineStyle, outlineWidth, boxShadow }) =>
          (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none",
      );
      return { lit, html: here.outerHTML.slice(0, 120) };
    });
    if (!stop) return { passed, dark };
    if (!stop.lit) dark.push(stop.html);
  }
  throw new Error(`the end of ${page.url()} is not reached in ${MANY} steps`);
}

/** What can be pressed and was no stop. Lists that are moved through by arrows have one stop for all. */
function missedBy(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, a[href], summary, input, select, textarea")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0)
      .filter((element) => !element.matches(":disabled, [data-passed]") && !element.closest("[inert]"))
      .filter((element) => !(element instanceof HTMLInputElement && element.type === "radio"))
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}
