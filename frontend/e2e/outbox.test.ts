import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { launchPersistent } from "./browser.ts";
import { ADA, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

it("what was written without a line goes out in the order of typing when it is back", async () => {
  const { browser, server } = stage;
  const ada = await Person.arrive(browser, server.url);
  await ada.register("/", ADA);
  const script = await Api.signIn(server.url, ADA);
  const room = await script.firstRoom();

  await ada.context.setOffline(true);
  const said = ["one", "two", "three", "four"];
  for (const word of said) await ada.say(word);
  await ada.seesPending("four");

  // Nobody waits for ever: after half a minute a person may decide.
  const waiting = ada.message("two");
  await waiting.getByRole("button", { name: "Retry" }).waitFor({ timeout: 35_000 });
  await ada.message("three").getByRole("button", { name: "Delete" }).click();
  await expect.poll(() => ada.message("three").count()).toBe(0);

  await ada.context.setOffline(false);
  await ada.settles();
  const truth = (await script.everything(room)).map((message) => message.body_text);
  expect(truth).toEqual(["one", "two", "four"]);
  await expect.poll(async () => (await ada.shown()).map(({ text }) => text)).toEqual(truth);
});

it("a reload in the middle of sending loses and doubles nothing", async () => {
  const { browser, server } = stage;
  const ada = await Person.arrive(browser, server.url);
  await ada.register("/", ADA);
  const script = await Api.signIn(server.url, ADA);
  const room = await script.firstRoom();

  server.freeze();
  for (const word of ["one", "two", "three"]) await ada.say(word);
  await ada.seesPending("three");
  await server.kill9();
  await server.start();
  await ada.page.reload();
  await ada.settles();
  await ada.sees("three");
  expect((await script.everything(room)).map((message) => message.body_text)).toEqual([
    "one",
    "two",
    "three",
  ]);
});

it("a browser that is killed sends what it kept when it is started again", async () => {
  const { server } = stage;
  const home = await mkdtemp(join(tmpdir(), "campfire-browser-"));
  try {
    const first = await launchPersistent(home);
    const ada = await Person.openTab(first.context, server.url);
    await ada.register("/", ADA);
    const script = await Api.signIn(server.url, ADA);
    const room = await script.firstRoom();
    server.freeze();
    for (const word of ["kept one", "kept two"]) await ada.say(word);
    await ada.seesPending("kept two");
    // What is on disk now is what a crash leaves.
    await ada.page.waitForTimeout(500);
    await first.kill();
    await server.kill9();
    await server.start();
    expect(await script.everything(room)).toEqual([]);

    const second = await launchPersistent(home);
    const again = await Person.openTab(second.context, server.url);
    // Chromium keeps a fresh cookie in memory for half a minute: the person may have to sign in again.
    await again.signIn(ADA);
    await again.sees("kept two");
    await again.settles();
    expect((await script.everything(room)).map((message) => message.body_text)).toEqual([
      "kept one",
      "kept two",
    ]);
    await second.kill();
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});
