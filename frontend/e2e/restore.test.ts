import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, Person } from "./person.ts";
import { setStage } from "./stage.ts";
import { hearWitness } from "./witness.ts";

const stage = setStage();

it("an older database is put back, and an open page follows it by itself", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const room = await script.firstRoom();
  const bot = await script.bot("Clerk");
  const truth = async () => (await script.everything(room)).map(({ id, body_text: text }) => ({ id, text }));

  const ada = await Person.arrive(browser, server.url);
  await ada.signIn(ADA);
  const born = await ada.born();
  for (let number = 1; number <= 5; number++) await bot.send(room, `Kept ${number}`);
  await ada.sees("Kept 5");

  await server.terminate();
  await server.backUp();
  await server.start();
  for (let number = 1; number <= 5; number++) await bot.send(room, `Lost ${number}`);
  await ada.sees("Lost 5");

  // Unsent while the past comes back.
  await server.terminate();
  await ada.say("Not sent yet");
  await ada.seesPending("Not sent yet");
  await server.restoreBackup();
  await server.start();
  await ada.sees("Not sent yet");
  await expect.poll(() => ada.message("Lost").count()).toBe(0);
  await bot.send(room, "A new day");
  await ada.sees("A new day");
  await expect.poll(() => ada.shown()).toEqual(await truth());

  // The same again, but the restored history outgrows the page's place in the log before the page is back.
  await server.terminate();
  await server.restoreBackup();
  await server.elsewhere(async (url) => {
    for (let number = 1; number <= 20; number++) await bot.at(url).send(room, `Other ${number}`);
  });
  await server.start();
  await ada.sees("Other 20");
  await bot.send(room, "Another day");
  await ada.sees("Another day");
  await expect.poll(() => ada.shown()).toEqual(await truth());

  const { failed, doubled, disordered } = await hearWitness(ada.page);
  expect([failed, doubled, disordered, ada.troubles]).toEqual([[], [], [], []]);
  expect(await ada.born(), "nothing was reloaded").toBe(born);
});
