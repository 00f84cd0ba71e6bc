import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, Person } from "./person.ts";
import { setStage } from "./stage.ts";
import { hearWitness } from "./witness.ts";

const stage = setStage();
const TOTAL = 250;

/** Every seventh is long, so that no two pages are equally high. */
function words(number: number): string {
  return number % 7 === 0 ? `Story ${number}: ${"and then it rained ".repeat(30)}` : `Word ${number}`;
}

it("pages of history come without a jolt, a permalink opens around its message, and one button leads back", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const room = await script.firstRoom();
  const bot = await script.bot("Chronicle");
  for (let number = 1; number <= TOTAL; number++) await bot.send(room, words(number));

  const ada = await Person.arrive(browser, server.url);
  await ada.signIn(ADA);
  await ada.sees(`Word ${TOTAL}`);
  await expect.poll(() => fromEnd(ada)).toBeLessThanOrEqual(1);
  expect(await numbers(ada)).toEqual(range(TOTAL - 39, TOTAL));

  // Up to the first message, page by page; what is being read stays where it is in every painted frame.
  const jolts: number[] = [];
  for (let before = 40; before < TOTAL; before = (await numbers(ada)).length) {
    jolts.push(await scrollUpUntilMore(ada));
  }
  expect(jolts.length).toBeGreaterThanOrEqual(5);
  expect(Math.max(...jolts), "pixels that the message at the top moved").toBeLessThanOrEqual(1);
  expect(await numbers(ada)).toEqual(range(1, TOTAL));

  // What others say meanwhile moves nothing either, and does not count as seen.
  const [still, top] = await Promise.all([topOf(ada, 3), ada.page.title()]);
  await bot.send(room, "Said far below");
  await ada.sees("Said far below");
  expect(Math.abs((await topOf(ada, 3)) - still)).toBeLessThanOrEqual(1);
  expect(top).not.toMatch(/^\(/);
  await expect.poll(() => ada.page.title()).toMatch(/^\(1\)/);

  await ada.page.getByRole("button", { name: "Jump to newest message" }).click();
  await expect.poll(() => fromEnd(ada)).toBeLessThanOrEqual(1);
  await expect.poll(() => ada.page.title()).not.toMatch(/^\(/);

  // A permalink, in a page that knows nothing yet.
  const guest = await Person.openTab(ada.context, server.url);
  await guest.go(`/rooms/${room}/@60`);
  await guest.page.locator('[data-rseq="60"][data-target]').waitFor();
  const middle = await guest.page.evaluate(() => {
    const box = document.querySelector(".messages__scroller")?.getBoundingClientRect();
    const row = document.querySelector('[data-rseq="60"]')?.getBoundingClientRect();
    return box && row ? (row.top + row.bottom) / 2 - (box.top + box.bottom) / 2 : Number.NaN;
  });
  expect(Math.abs(middle), "pixels from the middle").toBeLessThan(60);
  const around = await numbers(guest);
  expect(around).toEqual(range(around[0] ?? 0, around.at(-1) ?? 0));
  expect(around.at(-1)).toBeLessThan(TOTAL);

  // Down again by scrolling, without a hole.
  for (let last = 0; last < TOTAL + 1; last = (await numbers(guest)).at(-1) ?? 0) {
    await guest.page.locator(".messages__scroller").evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await guest.page.waitForTimeout(50);
  }
  const walked = await numbers(guest);
  expect(walked).toEqual(range(walked[0] ?? 0, TOTAL + 1));

  // Back to the permalink, and to the newest by the button: what is between is not loaded, and not missed.
  await guest.go(`/rooms/${room}/@60`);
  await guest.page.locator('[data-rseq="60"][data-target]').waitFor();
  await guest.page.getByRole("button", { name: "Jump to newest message" }).click();
  await guest.sees("Said far below");
  await expect.poll(() => fromEnd(guest)).toBeLessThanOrEqual(1);
  expect(new URL(guest.page.url()).pathname).toBe(`/rooms/${room}`);
  await guest.say("Here I am");
  await guest.sees("Here I am");
  await expect.poll(() => fromEnd(guest)).toBeLessThanOrEqual(1);

  for (const person of [ada, guest]) {
    const { doubled, disordered } = await hearWitness(person.page);
    expect([doubled, disordered, person.troubles]).toEqual([[], [], []]);
  }
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function numbers(person: Person): Promise<number[]> {
  return person.page
    .locator(".message[data-rseq]")
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-rseq"))));
}

function fromEnd(person: Person): Promise<number> {
  return person.page
    .locator(".messages__scroller")
    .evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
}

function topOf(person: Person, rseq: number): Promise<number> {
  return person.page.locator(`[data-rseq="${rseq}"]`).evaluate((row) => row.getBoundingClientRect().top);
}

/** Scrolls to the top edge and says how far the first visible message moved while the next page came in. */
function scrollUpUntilMore(person: Person): Promise<number> {
  return person.page.evaluate(async () => {
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    const box = document.querySelector<HTMLElement>(".messages__scroller");
    const rows = () => document.querySelectorAll<HTMLElement>(".message");
    if (!box) throw new Error("no list");
    const count = rows().length;
    box.scrollTop = 120;
    const edge = box.getBoundingClientRect().top;
    const anchor = [...rows()].find((row) => row.getBoundingClientRect().bottom > edge);
    if (!anchor) throw new Error("nothing in view");
    const top = anchor.getBoundingClientRect().top;
    let worst = 0;
    for (let frames = 0, after = 0; after < 10; frames++) {
      if (frames > 600) throw new Error("no page came");
      await frame();
      worst = Math.max(worst, Math.abs(anchor.getBoundingClientRect().top - top));
      if (rows().length > count) after++;
    }
    return worst;
  });
}
