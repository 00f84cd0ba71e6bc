import type { BrowserContext, Page } from "playwright-core";
import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, Person } from "./person.ts";
import { setStage } from "./stage.ts";
import { hearWitness } from "./witness.ts";

const stage = setStage();

/** How many WebSockets each page has open now. */
function countSockets(page: Page): () => number {
  let open = 0;
  page.on("websocket", (socket) => {
    if (!socket.url().endsWith("/api/chat/socket")) return;
    open++;
    socket.on("close", () => open--);
  });
  return () => open;
}

async function openTabs(context: BrowserContext, url: string, many: number) {
  const tabs = await Promise.all(
    Array.from({ length: many }, async () => {
      const person = await Person.openTab(context, url);
      const sockets = countSockets(person.page);
      await person.go("/");
      await person.composer.waitFor();
      return { person, sockets };
    }),
  );
  return tabs;
}

it("tabs of one browser share one socket and survive its end", async () => {
  const { browser, server } = stage;
  const first = await Person.arrive(browser, server.url);
  await first.register("/", ADA);
  await first.page.close();
  const script = await Api.signIn(server.url, ADA);
  const room = await script.firstRoom();
  const context = first.context;

  const tabs = await openTabs(context, server.url, 6);
  const open = () => tabs.reduce((sum, { sockets }) => sum + sockets(), 0);
  await expect.poll(open, { timeout: 5_000 }).toBe(1);
  const leaderIndex = () => tabs.findIndex(({ sockets }) => sockets() > 0);

  // Each ending of a leader, while somebody writes in a follower.
  const endings: [string, number, (page: Page) => Promise<unknown>][] = [
    ["closed", 3_000, (page) => page.close()],
    ["crashed", 4_000, (page) => page.goto("chrome://crash").catch(() => {})],
    ["gone to another page", 3_000, (page) => page.goto("about:blank")],
    [
      "stopped without a word",
      12_000,
      async (page) => {
        // A page that is seen cannot be frozen from outside; a debugger stops it just as dead.
        const cdp = await context.newCDPSession(page);
        await cdp.send("Debugger.enable");
        await cdp.send("Debugger.pause");
      },
    ],
  ];
  const said: string[] = [];
  for (const [how, patience, end] of endings) {
    const index = leaderIndex();
    const [leader] = tabs.splice(index, 1);
    const writer = tabs[0]?.person;
    if (!leader || !writer) throw new Error("nobody left");
    await writer.page.bringToFront();
    for (const word of ["before", "at once", "after"]) {
      said.push(`${how}: ${word}`);
      await writer.say(`${how}: ${word}`);
      if (word === "before") await end(leader.person.page);
    }
    await expect.poll(open, { timeout: patience, message: `a new line after one was ${how}` }).toBe(1);
    await writer.sees(`${how}: after`);
  }

  const truth = (await script.everything(room)).map((message) => message.body_text);
  expect(truth).toEqual(said);
  for (const { person } of tabs) {
    await expect.poll(async () => (await person.shown()).map(({ text }) => text)).toEqual(said);
    const testimony = await hearWitness(person.page);
    expect(testimony.doubled).toEqual([]);
    expect(testimony.disordered).toEqual([]);
    expect(testimony.failed).toEqual([]);
    expect(person.troubles).toEqual([]);
  }
}, 120_000);

it("talks round a network that lets no WebSocket through", async () => {
  const { browser, server } = stage;
  const ada = await Person.arrive(browser, server.url);
  await ada.page.routeWebSocket(/\/api\/chat\/socket/, (route) => route.close());
  await ada.register("/", ADA);
  const script = await Api.signIn(server.url, ADA);
  const room = await script.firstRoom();

  await ada.say("round the wall");
  await ada.settles();
  await script.send(room, "and back");
  await ada.sees("and back");
  await server.kill9();
  await ada.say("into the dark");
  await server.start();
  await ada.settles();
  const truth = (await script.everything(room)).map((message) => message.body_text);
  expect(truth).toEqual(["round the wall", "and back", "into the dark"]);
  expect((await ada.shown()).map(({ text }) => text)).toEqual(truth);
  expect((await hearWitness(ada.page)).doubled).toEqual([]);
}, 120_000);
