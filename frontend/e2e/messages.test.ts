import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";
import { hearWitness } from "./witness.ts";

// A thousand messages by one bot, as fast as they go.
process.env.RATE_LIMITS = "off";

const stage = setStage();
const CODE =
  '<pre><code class="language-ruby">def deliver(message)\n  return unless ready?\nend</code></pre>';
const ATTACK =
  'Innocent <img src="/hit" onerror="window.hit = 1"><script>window.hit = 2</script><a href="javascript:window.hit=3">click</a><svg onload="window.hit=4"></svg>';

it("a message is boosted, linked to, coloured and harmless", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const other = await script.invite(BO);
  const room = await script.firstRoom();
  const me = (await script.bootstrap()).me.id;
  await other.send(room, "Soup at noon");
  await other.send(room, CODE);
  await other.send(room, ATTACK);
  await other.send(
    room,
    `<span class="mention" data-user="${me}">@Ada Moreno</span> see https://elsewhere.example/moon.jpg`,
  );

  const ada = await Person.arrive(browser, server.url);
  const bo = await Person.arrive(browser, server.url);
  await ada.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const requests: string[] = [];
  ada.page.on("request", (request) => requests.push(request.url()));
  await Promise.all([ada.signIn(ADA), bo.signIn(BO)]);

  // A boost in one's own words, seen by the other, and taken back.
  await ada.openMenu("Soup at noon");
  await ada.page.getByRole("button", { name: "New boost" }).click();
  await ada.page.keyboard.type("With noodles, please");
  await ada.page.getByRole("button", { name: "Submit" }).click();
  const boost = bo.message("Soup at noon").locator(".boost");
  await boost.getByText("With noodles, pl", { exact: true }).waitFor();
  expect(await boost.getByRole("link").getAttribute("title")).toBe("Ada Moreno boosted With noodles, pl");
  await bo.openMenu("Soup at noon");
  await bo.page.getByRole("button", { name: "Fire" }).click();
  await expect.poll(() => ada.message("Soup at noon").locator(".boost").count()).toBe(2);
  await ada.page.getByRole("button", { name: "You boosted With noodles, pl" }).press("Enter");
  await ada.page.getByRole("button", { name: "Delete this boost" }).click();
  await expect.poll(() => boost.allInnerTexts()).toEqual([expect.stringContaining("🔥")]);

  // Code has its colours, from a file that only code asks for.
  await ada.page.locator("pre .code__keyword", { hasText: "def" }).waitFor();
  expect(await ada.page.locator("pre").innerText()).toContain("  return unless ready?");
  expect(requests.filter((url) => url.includes("/highlighter-"))).toHaveLength(1);

  // Markup of somebody else's does nothing.
  await ada.message("Innocent").click();
  await ada.message("Innocent").getByText("click").click();
  expect(await ada.page.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
  expect(await ada.message("Innocent").locator("img, script, .message__body svg").count()).toBe(0);

  // A call for me is tinted; its link says why there is no preview, and nobody asked elsewhere for one.
  const call = ada.message("elsewhere.example");
  expect(await call.getAttribute("class")).toContain("message--mentioned");
  expect(await bo.message("elsewhere.example").getAttribute("class")).not.toContain("message--mentioned");
  expect(await call.getByRole("link", { name: "https://elsewhere.example" }).getAttribute("target")).toBe(
    "_blank",
  );
  await call.getByRole("button", { name: "Preview coming soon" }).click();
  const viewer = ada.page.getByRole("dialog", { name: "Image Viewer (Press escape to close)" });
  await viewer.getByText("Image viewing coming soon").waitFor();
  await ada.page.keyboard.press("Escape");
  await viewer.waitFor({ state: "detached" });
  await expect.poll(() => focusedText(ada.page)).toBe("Preview coming soon");
  expect(requests.filter((url) => !url.startsWith(server.url))).toEqual([]);

  // The copied link opens around its message, in another browser.
  await ada.openMenu("Soup at noon");
  await ada.page.getByRole("button", { name: "Copy link" }).click();
  await ada.page.getByText("Copied").waitFor({ state: "attached" });
  const link = await ada.page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${server.url}/rooms/${room}/@1`);
  await bo.go(new URL(link).pathname);
  await bo.page.locator('[data-target][data-rseq="1"]').waitFor();

  // One that leads nowhere says so and shows the newest.
  await bo.go(`/rooms/${room}/@4711`);
  await bo.page.getByText("That message is not here").waitFor();
  await bo.sees("Soup at noon");
  expect(new URL(bo.page.url()).pathname).toBe(`/rooms/${room}`);
  expect([ada.troubles, bo.troubles]).toEqual([[], []]);
});

it("what was read is marked unread from a message on, in every browser", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const other = await script.invite(BO);
  const room = await script.firstRoom();
  await script.createRoom("Watercooler");
  for (const word of ["one", "two", "three"]) await other.send(room, `Number ${word}`);

  const desk = await Person.arrive(browser, server.url);
  const phone = await Person.arrive(browser, server.url, { viewport: { width: 390, height: 844 } });
  await desk.signIn(ADA, `/rooms/${room}`);
  await phone.signIn(ADA);
  await phone.page.getByRole("button", { name: "Open menu" }).click();
  await phone.page.getByRole("link", { name: "Watercooler" }).click();
  await desk.sees("Number three");
  const unread = (person: Person) => person.page.locator(".rooms a.unread").allTextContents();
  for (const person of [desk, phone]) await expect.poll(() => unread(person)).toEqual([]);

  await desk.openMenu("Number two");
  await desk.page.getByRole("button", { name: "Mark unread from here" }).click();
  for (const person of [desk, phone]) {
    await expect.poll(() => unread(person)).toEqual([expect.stringContaining("All Talk")]);
    await expect.poll(() => person.page.title()).toMatch(/^\(1\)/);
  }
  const line = desk.page.getByText("New messages", { exact: true });
  expect(await line.evaluate((mark) => mark.nextElementSibling?.textContent)).toContain("Number two");

  // It holds while somebody only looks, and ends when they answer.
  await other.send(room, "Number four");
  await desk.sees("Number four");
  expect(await unread(phone)).toHaveLength(1);
  const { rooms } = await script.bootstrap();
  expect(rooms.find(({ id }) => id === room)).toMatchObject({ read_rseq: 1, unread: 3 });
  await desk.say("I have read all of it");
  for (const person of [desk, phone]) await expect.poll(() => unread(person)).toEqual([]);
  expect([desk.troubles, phone.troubles]).toEqual([[], []]);
});

it("a thousand messages are walked both ways, from the first unread one", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const room = await script.firstRoom();
  const total = 1_000;
  const bot = await script.bot("Chronicle");
  for (let number = 1; number <= total; number++) await bot.send(room, `Word ${number}`);
  await script.call("POST", `/api/chat/rooms/${room}/read`, { rseq: 300 });

  const ada = await Person.arrive(browser, server.url);
  await ada.signIn(ADA);
  await ada.sees(`Word ${total}`);
  await ada.page.getByRole("button", { name: "700 new messages" }).click();
  await ada.page.getByText("New messages", { exact: true }).waitFor();
  const line = ada.page.getByText("New messages", { exact: true });
  expect(await line.evaluate((mark) => mark.nextElementSibling?.getAttribute("data-rseq"))).toBe("301");
  await expect.poll(() => ada.page.getByRole("button", { name: "new messages" }).count()).toBe(0);

  let most = 0;
  const walk = async (to: "top" | "bottom", until: number) => {
    for (let turn = 0; turn < 200; turn++) {
      const shown = await numbers(ada.page);
      most = Math.max(most, shown.length);
      expect(shown, "without a hole").toEqual(range(shown[0] ?? 0, shown.at(-1) ?? 0));
      if ((to === "top" ? shown[0] : shown.at(-1)) === until) return;
      await ada.page.locator(".messages__scroller").evaluate((box, end) => {
        box.scrollTo(0, end === "top" ? 0 : box.scrollHeight);
      }, to);
      await ada.page.waitForTimeout(60);
    }
    throw new Error(`never came to ${until}`);
  };
  await walk("top", 1);
  await walk("bottom", total);
  expect(await numbers(ada.page).then((shown) => shown.length)).toBeGreaterThanOrEqual(300);
  const jolts: number[] = [];
  for (let page = 0; page < 5; page++) jolts.push(await joltOfAPage(ada.page));
  expect(Math.max(...jolts), "pixels moved while a page came and another went").toBeLessThanOrEqual(1);
  await walk("top", 1);
  expect(most, "rows in the page at once").toBeGreaterThan(300);
  expect(most, "rows in the page at once").toBeLessThanOrEqual(360);
  await ada.page.getByRole("button", { name: "Jump to newest message" }).click();
  await ada.sees(`Word ${total}`);

  // Up by the arrow keys, into the menu and out.
  await ada.page.locator(".messages__scroller").focus();
  for (const key of ["ArrowUp", "ArrowUp", "ArrowDown", "ArrowUp"]) await ada.page.keyboard.press(key);
  expect(await ada.page.evaluate(() => document.activeElement?.getAttribute("data-rseq"))).toBe(
    String(total - 1),
  );
  await ada.page.keyboard.press("m");
  await expect.poll(() => focusedText(ada.page)).toBe("👍");
  await ada.page.keyboard.press("Escape");
  expect(await ada.page.evaluate(() => document.activeElement?.getAttribute("data-rseq"))).toBe(
    String(total - 1),
  );
  const { doubled, disordered } = await hearWitness(ada.page);
  expect([doubled, disordered, ada.troubles]).toEqual([[], [], []]);
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function numbers(page: Page): Promise<number[]> {
  return page
    .locator(".message[data-rseq]")
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-rseq"))));
}

/** Scrolls near the top of what is loaded and says how far the message there moved until another page was in. */
function joltOfAPage(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const box = document.querySelector<HTMLElement>(".messages__scroller");
    const rows = () => [...document.querySelectorAll<HTMLElement>(".message[data-rseq]")];
    if (!box) throw new Error("no list");
    const first = rows()[0]?.dataset.rseq;
    box.scrollTop = 120;
    const edge = box.getBoundingClientRect().top;
    const anchor = rows().find((row) => row.getBoundingClientRect().bottom > edge);
    if (!anchor) throw new Error("nothing in view");
    const top = anchor.getBoundingClientRect().top;
    let worst = 0;
    for (let frames = 0, after = 0; after < 20; frames++) {
      if (frames > 600) throw new Error("no page came");
      await new Promise((next) => requestAnimationFrame(next));
      if (!anchor.isConnected) throw new Error("what was read was let go");
      worst = Math.max(worst, Math.abs(anchor.getBoundingClientRect().top - top));
      if (rows()[0]?.dataset.rseq !== first) after++;
    }
    return worst;
  });
}

function focusedText(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent ?? "");
}
