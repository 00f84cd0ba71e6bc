import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { expectNoBarriers } from "./barriers.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

async function begin(options = {}): Promise<{ ada: Api; bo: Api; page: Person; room: string }> {
  const { browser, server } = stage;
  const ada = await Api.firstRun(server.url, ADA);
  const bo = await ada.invite(BO);
  const page = await Person.arrive(browser, server.url, { reducedMotion: "reduce", ...options });
  return { ada, bo, page, room: await ada.firstRoom() };
}

/** Bo has the room open, and writes in it while the server is away and something happens there. */
async function writeMeanwhile(page: Person, act: (url: string) => Promise<unknown>): Promise<void> {
  const { server } = stage;
  await page.sees("Before");
  await server.terminate();
  await page.say("Too late for this room");
  await page.seesPending("Too late for this room");
  await server.elsewhere(async (url) => void (await act(url)));
  await server.start();
}

async function copiesAndDeletes({ page, context }: Person): Promise<void> {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const unsent = page.getByRole("region", { name: "You wrote this and it was not sent:" });
  await unsent.getByText("Too late for this room").waitFor();
  await unsent.getByRole("button", { name: "Copy this text" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("Too late for this room");
  await expectNoBarriers(page, "unsent texts");
  await unsent.getByRole("button", { name: "Delete this text" }).click();
  await unsent.waitFor({ state: "detached" });
}

it("a room that was deleted while open says so, and gives back what was written for it", async () => {
  const { ada, page } = await begin();
  const room = await ada.createRoom("Kitchen");
  await ada.send(room.id, "Before");
  await page.signIn(BO, `/rooms/${room.id}`);
  const path = `/api/collections/rooms/records/${room.id}`;
  await writeMeanwhile(page, (url) => ada.at(url).call("DELETE", path));
  await page.page.getByRole("alert").filter({ hasText: "This room was deleted." }).waitFor();
  await page.sees("Before");
  expect(await page.composer.count()).toBe(0);
  await copiesAndDeletes(page);
  await page.page.reload();
  await page.page.getByRole("heading", { name: "This room is not here" }).waitFor();
  expect(page.troubles).toEqual([]);
});

it("a room that one was taken out of shows nothing more, but gives back what was written for it", async () => {
  const { ada, page } = await begin();
  const room = await ada.createRoom("Kitchen");
  await ada.send(room.id, "Before");
  await page.signIn(BO, `/rooms/${room.id}`);
  const me = (await ada.bootstrap()).me.id;
  const path = `/api/collections/rooms/records/${room.id}`;
  const closed = { name: "Kitchen", kind: "closed", members: [me] };
  await writeMeanwhile(page, (url) => ada.at(url).call("PATCH", path, closed));
  await page.page.getByRole("heading", { name: "You are no longer in this room" }).waitFor();
  expect(await page.page.getByText("Before").count()).toBe(0);
  await page.page.reload();
  await page.page.getByRole("heading", { name: "This room is not here" }).waitFor();
  await copiesAndDeletes(page);
});

it("a browser that keeps nothing can still talk", async () => {
  const { ada, page } = await begin();
  await page.context.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("Denied", "SecurityError");
    };
    Object.defineProperty(window, "localStorage", { get: refuse });
    Object.defineProperty(window, "sessionStorage", { get: refuse });
    IDBFactory.prototype.open = refuse;
  });
  await page.signIn(BO);
  await page.say("From a private window");
  await page.sees("From a private window");
  await page.settles();
  expect((await ada.everything(await ada.firstRoom())).map(({ body_text }) => body_text)).toEqual([
    "From a private window",
  ]);
  // What waits would go with the page: it says so, and the browser asks before it goes.
  await stage.server.terminate();
  await page.say("Kept by nobody");
  await page.page.getByText("What you send waits while this page is open").waitFor();
  page.page.removeAllListeners("dialog");
  const asked = new Promise<string>((heard) => {
    page.page.once("dialog", (dialog) => {
      heard(dialog.type());
      void dialog.dismiss();
    });
  });
  const born = await page.born();
  await page.page.evaluate(() => window.location.reload());
  expect(await asked).toBe("beforeunload");
  await stage.server.start();
  await page.sees("Kept by nobody");
  await page.settles();
  expect(await page.born()).toBe(born);
  expect((await ada.everything(await ada.firstRoom())).map(({ body_text }) => body_text)).toEqual([
    "From a private window",
    "Kept by nobody",
  ]);
  expect(page.troubles).toEqual([]);
});

it("a clock that is hours off changes nothing about order, counts or being signed in", async () => {
  const { ada, bo, page, room } = await begin();
  await page.context.addInitScript(() => {
    const Real = Date;
    const ahead = 7 * 3_600_000;
    window.Date = class extends Real {
      constructor(...given: [] | [number]) {
        if (given.length === 0) super(Real.now() + ahead);
        else super(...given);
      }
      static override now() {
        return Real.now() + ahead;
      }
    } as DateConstructor;
  });
  await page.signIn(BO);
  for (const number of [1, 2, 3]) {
    await page.say(`Fast clock ${number}`);
    await page.sees(`Fast clock ${number}`);
    await ada.send(room, `Right clock ${number}`);
    await page.sees(`Right clock ${number}`);
  }
  const truth = (await ada.everything(room)).map(({ id, body_text: text }) => ({ id, text }));
  expect(truth.length).toBe(6);
  expect(await page.shown()).toEqual(truth);
  await expect.poll(async () => (await bo.bootstrap()).rooms.map(({ unread }) => unread)).toEqual([0]);
  await page.page.reload();
  await page.sees("Right clock 3");
  expect(await page.shown()).toEqual(truth);
});

it("a page that is older than the server says so, and one reload mends it", async () => {
  const { page } = await begin();
  let other = true;
  await page.page.route(
    ({ pathname }) => pathname === "/",
    async (route) => {
      // The page itself goes through: Chromium lets a page that is served from nowhere reach no local server.
      if (!other || route.request().resourceType() !== "fetch") return route.continue();
      // Without its tag: a 304 would have nothing to change.
      const { "if-none-match": _, ...headers } = await route.request().allHeaders();
      const answer = await route.fetch({ headers });
      const body = (await answer.text()).replace(/index-[\w-]+\.js/, "index-other.js");
      return route.fulfill({ response: answer, body });
    },
  );
  await page.signIn(BO);
  const reload = page.page.getByRole("button", { name: "New version: reload" });
  await reload.waitFor();
  other = false;
  const born = await page.born();
  await reload.click();
  await expect.poll(() => page.born().catch(() => born)).not.toBe(born);
  await page.composer.waitFor();
  expect(await reload.count()).toBe(0);
});

it("a browser that is too old is told so, and the slow see that something comes", async () => {
  const { page } = await begin();
  const { context } = await Person.arrive(stage.browser, stage.server.url, { locale: "de-DE" });
  await context.addInitScript(() => Reflect.deleteProperty(Intl, "Segmenter"));
  const old = await Person.openTab(context, stage.server.url);
  await old.go("/");
  await expect.poll(() => old.page.title()).toBe("Bitte einen neueren Browser verwenden");
  await expectNoBarriers(old.page, "an old browser");
  expect(await old.page.locator("#root").count()).toBe(0);

  await page.page.route("**/api/chat/bootstrap", async (route) => {
    await new Promise((done) => setTimeout(done, 1_500));
    await route.continue();
  });
  await page.go("/");
  await page.page.getByRole("status").filter({ hasText: "Loading" }).waitFor();
  await page.enterPassword(BO);
  await page.composer.waitFor();
});
