import type { BrowserContext, Page, WebSocketRoute } from "playwright-core";
import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

interface Heard {
  name: string;
  /** It came out of the loudspeaker, as far as a browser can tell. */
  sounded: boolean;
}

/** Writes down every play() of the pages to come, and whether something was heard. */
async function listen(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const heard: Heard[] = [];
    (window as unknown as { heard: Heard[] }).heard = heard;
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function listened() {
      const entry = { name: new URL(this.src).pathname, sounded: false };
      heard.push(entry);
      this.addEventListener("timeupdate", () => {
        entry.sounded ||= this.currentTime > 0;
      });
      return play.call(this);
    };
  });
}

function heard(page: Page): Promise<Heard[]> {
  return page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);
}

/** What a browser tells a page that is behind another one. Headless, every page is in front. */
async function setVisible(page: Page, visible: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    },
    visible ? "visible" : "hidden",
  );
}

/** Whether the one picture on the page moves while one looks at it for a second. */
async function moves(person: Person): Promise<boolean> {
  const picture = person.page.locator("img.sound-picture");
  await picture.waitFor();
  await expect
    .poll(() => picture.evaluate((img) => (img as HTMLImageElement).complete && img.clientWidth > 0))
    .toBe(true);
  await person.page.mouse.move(0, 0);
  await person.page.waitForTimeout(500);
  const seen = new Set<string>();
  for (let look = 0; look < 8; look++) {
    seen.add((await picture.screenshot()).toString("base64"));
    await person.page.waitForTimeout(130);
  }
  return seen.size > 1;
}

it("a sound is heard in a second browser, by one of three tabs, and never again", async () => {
  const { browser, server } = stage;
  const ada = await Person.arrive(browser, server.url);
  await ada.register("/", ADA);
  const script = await Api.signIn(server.url, ADA);
  const room = await script.firstRoom();
  const link = (await script.bootstrap()).account.join_code;

  const bo = await Person.arrive(browser, server.url);
  await listen(bo.context);
  let open = true;
  const lines: WebSocketRoute[] = [];
  await bo.context.routeWebSocket(/\/api\/chat\/socket/, (line) => {
    if (!open) return void line.close();
    line.connectToServer();
    lines.push(line);
  });
  await bo.register(`/join/${link}`, BO);

  // Whoever still catches up with the log hears nothing: Bo has to be live first.
  await bo.say("Here I am");
  await bo.settles();
  await ada.sees("Here I am");
  await ada.say("/play tada");
  await ada.settles();
  await expect.poll(() => heard(bo.page)).toEqual([{ name: "/sounds/tada.mp3", sounded: true }]);
  await bo.sees("plays a fanfare 🎏");
  await bo.message("plays a fanfare").getByRole("button", { name: "🔊" }).click();
  await expect.poll(() => heard(bo.page)).toHaveLength(2);

  // What was said while the line was down is told afterwards, and not played.
  open = false;
  for (const line of lines) await line.close();
  for (let count = 0; count < 50; count++) await script.send(room, "/play bell");
  await script.send(room, "that was loud");
  open = true;
  await bo.sees("that was loud");
  await script.send(room, "/play unheardof");
  await bo.sees("/play unheardof");
  expect(await heard(bo.page)).toHaveLength(2);

  // Three tabs, one bell.
  const tabs = [bo];
  for (let count = 0; count < 2; count++) {
    const tab = await Person.openTab(bo.context, server.url);
    await tab.go("/");
    await tab.sees("that was loud");
    await tab.composer.click();
    tabs.push(tab);
  }
  const total = async () => (await Promise.all(tabs.map((tab) => heard(tab.page)))).flat().length;
  expect(await total()).toBe(2);
  await script.send(room, "/play owl");
  for (const tab of tabs) await tab.sees("is up late");
  await expect.poll(total).toBe(3);
  await script.send(room, "and now quiet");
  for (const tab of tabs) await tab.sees("and now quiet");
  expect(await total()).toBe(3);

  // A tab that is not looked at is silent, and stays so when one comes back to it.
  for (const tab of tabs) await setVisible(tab.page, false);
  await script.send(room, "/play campfire");
  for (const tab of tabs) await tab.sees("pulls up a log");
  for (const tab of tabs) await setVisible(tab.page, true);
  await script.send(room, "welcome back");
  for (const tab of tabs) await tab.sees("welcome back");
  expect(await total()).toBe(3);
  for (const person of [ada, ...tabs]) expect(person.troubles).toEqual([]);
}, 120_000);

it("whoever turned sounds off sees them, and without motion if they like", async () => {
  const { browser, server } = stage;
  const ada = await Person.arrive(browser, server.url);
  await listen(ada.context);
  await ada.register("/", ADA);
  const script = await Api.signIn(server.url, ADA);
  const room = await script.firstRoom();
  await ada.go("/users/me/profile");
  await ada.page.getByRole("checkbox", { name: "Play sounds as they arrive" }).uncheck();
  await ada.go(`/rooms/${room}`);
  await ada.composer.click();
  await script.send(room, "/play nyan");
  await ada.page.getByRole("img", { name: "A star that leaves a rainbow" }).waitFor();
  expect(await moves(ada)).toBe(true);
  await ada.page.emulateMedia({ reducedMotion: "reduce" });
  await ada.page.reload();
  expect(await moves(ada)).toBe(false);
  await script.send(room, "done");
  await ada.sees("done");
  expect(await heard(ada.page)).toEqual([]);
});
