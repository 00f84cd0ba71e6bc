import type { Page } from "playwright-core";
import { Api } from "./api.ts";
import { launchBrowser } from "./browser.ts";
import { ADA, Person } from "./person.ts";
import { CampfireServer } from "./server.ts";

// npm run interaction -- [messages]: how long the page takes to answer a key or a click, in a room of ten thousand
// messages, all of which have been scrolled through. Counted from the input to the end of the frame that answers it:
// the browser's own event timing also waits for a screen, and a browser without one lets it wait for a second.

const TOTAL = Number(process.argv[3] ?? 10_000);
const LIMIT_MS = 50;
const FLOOD_MS = 8_000;
const FLOOD_RATE = 50;
const SENTENCE = "nobody who types may notice how much the others have to say in the meantime ";

interface Timing {
  name: string;
  ms: number;
}

// Ten thousand messages by one bot, as fast as they go.
process.env.RATE_LIMITS = "off";

const browser = await launchBrowser();
const server = await CampfireServer.begin();
let failed = false;
try {
  const script = await Api.firstRun(server.url, ADA);
  const room = await script.firstRoom();
  const bot = await script.bot("Chronicle");
  for (let number = 1; number <= TOTAL; number++) await bot.send(room, body(number));
  const ada = await Person.arrive(browser, server.url);
  await ada.page.addInitScript(watch);
  await ada.signIn(ADA);

  await readEverything(ada.page);
  report("while all of it was scrolled through, long tasks", await longTasks(ada.page));
  for (const round of ["at the first message", "at the newest message"]) {
    await timings(ada.page);
    await use(ada.page);
    const found = await timings(ada.page);
    report(`${round}, input to the end of its frame`, found);
    failed ||= found.some(({ ms }) => ms >= LIMIT_MS);
    await ada.page
      .getByRole("button", { name: "Jump to newest message" })
      .click()
      .catch(() => {});
    await ada.page.waitForTimeout(1_000);
  }
  await timings(ada.page);
  await longTasks(ada.page);
  const [rate] = await Promise.all([flood(bot, room), typeALot(ada.page)]);
  const typed = await timings(ada.page);
  report(`typing while ${rate} messages a second arrive, input to the end of its frame`, typed);
  report("in the same time, long tasks", await longTasks(ada.page));
  failed ||= typed.some(({ ms }) => ms >= LIMIT_MS);
  const { nodes, heap } = await weight(ada.page);
  process.stdout.write(`${nodes} nodes in the page, ${heap} MB of heap\n`);
} finally {
  await browser.close();
  await server.dispose();
}
if (failed) throw new Error(`something took ${LIMIT_MS} ms or more`);

/** Fifty a second for a while; answers with how many it really were. */
async function flood(bot: Api, room: string): Promise<number> {
  const begun = Date.now();
  const sent: Promise<unknown>[] = [];
  while (Date.now() - begun < FLOOD_MS) {
    sent.push(bot.send(room, `Flood ${sent.length}`));
    await new Promise((done) => setTimeout(done, (sent.length * 1_000) / FLOOD_RATE - (Date.now() - begun)));
  }
  await Promise.all(sent);
  return Math.round((sent.length * 1_000) / (Date.now() - begun));
}

/** As long as the flood, and every letter has to be there in the end. */
async function typeALot(page: Page): Promise<void> {
  const composer = page.getByRole("textbox", { name: "Write a message" });
  await composer.click();
  await page.keyboard.type(SENTENCE, { delay: FLOOD_MS / SENTENCE.length });
  const text = (await composer.innerText()).replaceAll("\u00a0", " ");
  if (text.trim() !== SENTENCE.trim()) throw new Error(`typed and not there: ${text}`);
}

function body(number: number): string {
  if (number % 25 === 0) return `<pre>def step_${number}\n  return ${number} unless done?\nend</pre>`;
  if (number % 9 === 0) return `See https://example.com/${number} and <strong>this</strong>`;
  return `Word ${number} ${"and some more of them ".repeat(number % 6)}`;
}

function watch(): void {
  const seen = { events: [] as Timing[], tasks: [] as Timing[] };
  const channel = new MessageChannel();
  const waiting: Event[] = [];
  channel.port1.onmessage = () => {
    const now = performance.now();
    for (const { type, timeStamp } of waiting.splice(0))
      seen.events.push({ name: type, ms: now - timeStamp });
  };
  const note = (event: Event) => {
    waiting.push(event);
    // The message is handled after the frame has been laid out and painted.
    requestAnimationFrame(() => channel.port2.postMessage(null));
  };
  for (const name of ["keydown", "pointerdown", "pointerup", "click"])
    window.addEventListener(name, note, true);
  new PerformanceObserver((entries) => {
    for (const { name, duration } of entries.getEntries()) seen.tasks.push({ name, ms: duration });
  }).observe({ type: "longtask", buffered: true });
  (window as unknown as { seen: typeof seen }).seen = seen;
}

/** To the first message, page by page, as fast as pages come. */
async function readEverything(page: Page): Promise<void> {
  const first = page.locator('.message[data-rseq="1"]');
  for (let turn = 0; turn < TOTAL && (await first.count()) === 0; turn++) {
    await page.locator(".messages__scroller").evaluate((box) => box.scrollTo(0, 0));
    await page.waitForTimeout(30);
  }
  await page.waitForTimeout(500);
}

async function use(page: Page): Promise<void> {
  const composer = page.getByRole("textbox", { name: "Write a message" });
  await composer.click();
  await page.keyboard.type("Typing in a large room", { delay: 40 });
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  const rows = page.locator(".message[data-rseq]");
  for (const index of [3, 5, 7]) {
    const row = rows.nth(index);
    await row.scrollIntoViewIfNeeded();
    await row.hover();
    await row.getByLabel("Message options").click();
    await page.waitForTimeout(150);
    await page.getByRole("button", { name: "Thumbs up" }).click();
    await page.waitForTimeout(250);
  }
  await page.locator(".messages__scroller").focus();
  for (let step = 0; step < 10; step++) {
    await page.keyboard.press(step % 2 ? "ArrowUp" : "ArrowDown");
    await page.waitForTimeout(60);
  }
  await page.waitForTimeout(500);
}

function timings(page: Page): Promise<Timing[]> {
  return page.evaluate(() => (window as unknown as { seen: { events: Timing[] } }).seen.events.splice(0));
}

function longTasks(page: Page): Promise<Timing[]> {
  return page.evaluate(() => (window as unknown as { seen: { tasks: Timing[] } }).seen.tasks.splice(0));
}

async function weight(page: Page): Promise<{ nodes: number; heap: number }> {
  return page.evaluate(() => {
    const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } };
    const nodes = document.querySelectorAll("*").length;
    return { nodes, heap: Math.round((memory?.usedJSHeapSize ?? 0) / 1_048_576) };
  });
}

function report(what: string, found: Timing[]): void {
  const sorted = found.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const slowest = [...found].sort((a, b) => b.ms - a.ms).slice(0, 3);
  process.stdout.write(
    `${what}: ${sorted.length}, half below ${at(0.5).toFixed(1)} ms, 98 % below ${at(0.98).toFixed(1)} ms, ` +
      `slowest ${slowest.map(({ name, ms }) => `${name} ${ms.toFixed(1)}`).join(", ")}\n`,
  );
}
