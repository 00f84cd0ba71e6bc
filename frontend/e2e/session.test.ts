import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { expectNoBarriers } from "./barriers.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";
import { hearWitness } from "./witness.ts";

const stage = setStage();

it("a session that was ended elsewhere leads to the sign-in page, and nothing that was written is lost", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  await script.invite(BO);
  const room = await script.firstRoom();
  const cooler = await script.createRoom("Watercooler");
  await script.send(cooler.id, "Coffee is ready");

  const laptop = await Person.arrive(browser, server.url);
  await laptop.go("/");
  await laptop.enterPassword({ ...ADA, password: "not this one" });
  const alert = laptop.page.getByRole("alert");
  await expect.poll(() => alert.innerText()).toMatch(/\w+ .*\w+\.$/);
  expect(await laptop.page.getByPlaceholder("Enter your email address").inputValue()).toBe(ADA.email);
  await laptop.enterPassword(ADA);
  await laptop.say("Signed in");
  await laptop.sees("Signed in");

  // The line is down: the page says so, keeps what is sent, and stops saying so.
  await server.terminate();
  const line = laptop.page.getByText("Campfire is restarting…");
  await line.waitFor();
  await laptop.say("Written while it was down");
  await laptop.seesPending("Written while it was down");
  await laptop.page.getByRole("link", { name: "Watercooler" }).click();
  await laptop.page.getByRole("heading", { name: "These messages didn't come" }).waitFor();
  await server.start();
  await line.waitFor({ state: "detached" });
  await laptop.sees("Coffee is ready");
  await laptop.page.getByRole("link", { name: "All Talk" }).click();
  await laptop.sees("Written while it was down");

  // Ended by another browser: gone at once, and the draft waits.
  await laptop.composer.fill("Half a thought");
  const others = await Api.signIn(server.url, ADA);
  const { sessions } = await others.call<{ sessions: { id: string; platform: string; current: boolean }[] }>(
    "GET",
    "/api/chat/sessions",
  );
  expect(sessions.length).toBe(3);
  await others.call("DELETE", "/api/chat/sessions");
  await laptop.page.getByRole("button", { name: "Go" }).waitFor({ timeout: 3_000 });
  expect(new URL(laptop.page.url()).pathname).toBe("/session/new");
  await laptop.enterPassword(ADA);
  await expect.poll(() => laptop.composer.innerText()).toContain("Half a thought");
  expect(new URL(laptop.page.url()).pathname).toBe(`/rooms/${room}`);

  // Ended while this browser had something to send and could not: it is asked to sign in, once.
  await server.terminate();
  await laptop.say("Waits for me");
  await laptop.seesPending("Waits for me");
  await laptop.composer.fill("Another half");
  await server.elsewhere(async (url) => {
    await others.at(url).call("DELETE", "/api/chat/sessions");
  });
  const attempts: string[] = [];
  await server.start();
  laptop.page.on("websocket", (socket) => attempts.push(socket.url()));
  await laptop.page.getByRole("button", { name: "Go" }).waitFor();
  await laptop.page.waitForTimeout(1_500);
  expect(attempts.length, "attempts to connect without a session").toBeLessThanOrEqual(2);

  // Somebody else at the same browser neither sees nor sends it.
  await laptop.enterPassword(BO);
  await laptop.composer.waitFor();
  expect((await laptop.composer.innerText()).trim()).toBe("");
  await laptop.say("This is Bo");
  await laptop.sees("This is Bo");
  expect(await laptop.message("Waits for me").count()).toBe(0);
  await laptop.page.getByRole("link", { name: "My Settings" }).click();
  await laptop.page.getByRole("button", { name: "Log out" }).click();
  await laptop.page.getByRole("button", { name: "Go" }).waitFor();

  await laptop.enterPassword(ADA);
  await laptop.sees("Waits for me");
  expect(await laptop.composer.innerText()).toContain("Another half");

  // A tab that is closed over an unanswered send leaves it to the next.
  server.freeze();
  await laptop.say("Closed too early");
  await laptop.seesPending("Closed too early");
  await laptop.page.close();
  await server.kill9();
  await server.start();
  const next = await Person.openTab(laptop.context, server.url);
  await next.go("/");
  await next.sees("Closed too early");
  const truth = (await others.everything(room)).map(({ id, body_text: text }) => ({ id, text }));
  await expect.poll(() => next.shown()).toEqual(truth);
  expect(truth.map(({ text }) => text)).toEqual([
    "Signed in",
    "Written while it was down",
    "This is Bo",
    "Waits for me",
    "Closed too early",
  ]);
  expect((await hearWitness(next.page)).failed).toEqual([]);

  // A sign-in on something new is told on what was there before, until one says what it was.
  const phone = await Person.arrive(browser, server.url);
  await phone.signIn(ADA);
  const note = next.page.getByText("New sign-in:");
  await note.waitFor();
  await next.page.emulateMedia({ reducedMotion: "reduce" });
  await expectNoBarriers(next.page, "word of a new device");
  await next.page.reload();
  await note.waitFor();
  expect(await phone.page.getByText("New sign-in:").count()).toBe(0);
  await next.page.getByRole("button", { name: "Not me: sign it out" }).click();
  await phone.page.getByRole("button", { name: "Go", exact: true }).waitFor();
  await next.page.getByText("Now choose another password").waitFor();
  await next.page.getByRole("region", { name: "Signed in on" }).getByText("this browser").waitFor();
  expect([laptop.troubles, next.troubles]).toEqual([[], []]);
});
