import type { Page, Route } from "playwright-core";
import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";
import { hearWitness } from "./witness.ts";

const stage = setStage();

/** What a proxy before us says, which knows nothing of our codes. */
const answerWith =
  (status: number, headers: Record<string, string> = {}) =>
  (route: Route) =>
    route.fulfill({ status, headers, contentType: "text/html", body: `<h1>${status}</h1>` });
const alerts = (page: Page) => page.getByRole("alert");

async function begin(): Promise<{ ada: Person; script: Api; room: string }> {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  await script.invite(BO);
  return { ada: await Person.arrive(browser, server.url), script, room: await script.firstRoom() };
}

it("an error of the server is said in words, keeps what was typed, and passes", async () => {
  const { ada, script, room } = await begin();
  const { page } = ada;
  const mine = await script.send(room, "Written once");

  // At the door: too often, then an error, then in.
  await ada.go("/");
  await page.route("**/api/chat/session", answerWith(429, { "Retry-After": "120" }));
  await ada.enterPassword(ADA);
  await alerts(page).filter({ hasText: "Too many attempts. Try again in 2 minutes." }).waitFor();
  expect(await page.getByPlaceholder("Enter your email address").inputValue()).toBe(ADA.email);
  await page.unroute("**/api/chat/session");
  await page.route("**/api/chat/session", answerWith(502));
  await page.getByRole("button", { name: "Go" }).click();
  await alerts(page).filter({ hasText: "Campfire can't be reached" }).waitFor();
  await page.unroute("**/api/chat/session");
  await page.getByRole("button", { name: "Go" }).click();
  await ada.composer.waitFor();

  // An edit: whatever is answered, the text stays where it is.
  await ada.openMenu("Written once");
  await page.getByRole("button", { name: "Edit" }).click();
  const row = page.locator(`[data-message-id="${mine.id}"]`);
  const editor = row.getByRole("textbox", { name: "Edit message" });
  await editor.fill("Written again");
  for (const [status, said] of [
    [500, "That didn't work"],
    [413, "too large"],
    [429, "Too fast"],
  ] as const) {
    await page.route("**/api/collections/messages/**", answerWith(status));
    await row.getByRole("button", { name: "Save changes" }).click();
    await alerts(page).filter({ hasText: said }).waitFor();
    await expect
      .poll(() => editor.textContent().then(async (text) => text || editor.inputValue()))
      .toBe("Written again");
    await page.unroute("**/api/collections/messages/**");
  }
  await row.getByRole("button", { name: "Save changes" }).click();
  await ada.sees("Written again");

  // A form on a page of its own.
  await ada.go("/users/me/profile");
  const bio = page.getByPlaceholder("A few words about yourself…");
  await bio.fill("Keeps the fire");
  await page.route("**/api/chat/me**", answerWith(500));
  await page.route("**/api/collections/users/**", answerWith(500));
  await page.getByRole("button", { name: "Save changes" }).click();
  await alerts(page).filter({ hasText: "That didn't work" }).waitFor();
  expect(await bio.inputValue()).toBe("Keeps the fire");
  await page.unroute("**/api/chat/me**");
  await page.unroute("**/api/collections/users/**");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect.poll(async () => (await script.bootstrap()).me.bio).toBe("Keeps the fire");
  expect(ada.troubles).toEqual([]);
});

it("a server that answers late or not at all is waited for, and asked once", async () => {
  const { ada, script, room } = await begin();
  const { page } = ada;
  await script.send(room, "Good morning");
  await page.route("**/api/chat/bootstrap", answerWith(503));
  await ada.go("/");
  await page.getByRole("heading", { name: "Can't reach Campfire" }).waitFor();
  await page.unroute("**/api/chat/bootstrap");
  await page.getByRole("button", { name: "Go" }).waitFor();

  // Two presses on a slow answer are one request.
  let asked = 0;
  await page.route("**/api/chat/session", async (route) => {
    asked += 1;
    await new Promise((done) => setTimeout(done, 1_000));
    await route.continue();
  });
  await ada.enterPassword(ADA);
  await page.getByPlaceholder("Enter your password").press("Enter");
  await ada.sees("Good morning");
  expect(asked).toBe(1);

  // The page of a room that does not come.
  await page.route("**/api/chat/rooms/*/messages**", answerWith(500));
  await ada.go(`/rooms/${room}`);
  await page.getByRole("heading", { name: "These messages didn't come" }).waitFor();
  await ada.say("Sent without seeing");
  await page.unroute("**/api/chat/rooms/*/messages**");
  await page.getByRole("button", { name: "Try again" }).click();
  await ada.sees("Good morning");
  await ada.sees("Sent without seeing");
  expect(ada.troubles).toEqual([]);
});

it("offline is said, what is sent waits, and a page that cannot come says so and comes later", async () => {
  const { ada, script, room } = await begin();
  const { page, context } = ada;
  await ada.signIn(ADA);
  // Chromium leaves open sockets alone when it goes offline; the world does not.
  await stage.server.terminate();
  await page.getByText("What you send waits here.").waitFor();
  await context.setOffline(true);
  await expect.poll(() => page.locator(".connection").innerText()).toContain("You're offline");
  await ada.say("Written in the tunnel");
  await ada.seesPending("Written in the tunnel");
  await page.getByRole("link", { name: "Account Settings" }).click();
  await page.getByText("This page hasn't come yet").waitFor();
  await page.getByRole("link", { name: "Go Back" }).click();
  await ada.seesPending("Written in the tunnel");
  await page.getByRole("link", { name: "Account Settings" }).click();
  await stage.server.start();
  await context.setOffline(false);
  await page.getByPlaceholder("Name this account").waitFor();
  await page.getByRole("link", { name: "Go Back" }).click();
  await ada.sees("Written in the tunnel");
  expect((await script.everything(room)).map(({ body_text }) => body_text)).toEqual([
    "Written in the tunnel",
  ]);
  // A line that seems to live is asked at once, and is back as soon.
  await context.setOffline(true);
  await expect
    .poll(() => page.locator(".connection").innerText(), { timeout: 5_000 })
    .toContain("You're offline");
  await context.setOffline(false);
  await page.getByText("You're offline").waitFor({ state: "detached", timeout: 5_000 });
  expect((await hearWitness(page)).doubled).toEqual([]);
  expect(ada.troubles).toEqual([]);
});
