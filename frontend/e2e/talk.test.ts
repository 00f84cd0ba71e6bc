import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";
import { hearWitness } from "./witness.ts";

const stage = setStage();

it("two people and a bot talk while the server is killed", async () => {
  const { browser, server } = stage;

  const ada = await Person.arrive(browser, server.url);
  await ada.register("/", ADA);
  expect(await ada.page.getByRole("heading", { level: 1 }).innerText()).toBe("All Talk");

  const bo = await Person.arrive(browser, server.url);
  await bo.register(new URL(await ada.joinLink()).pathname, BO);
  const born = [await ada.born(), await bo.born()];

  const script = await Api.signIn(server.url, ADA);
  const room = await script.firstRoom();
  const bot = await script.bot("Weather");

  const said: string[] = [];
  const says = async (who: Person, text: string) => {
    said.push(text);
    await who.say(text);
  };
  const bothSee = (text: string) => Promise.all([ada.sees(text), bo.sees(text)]);

  // Nobody is in a hurry: each word is heard before the next, and the server dies in between.
  for (const round of [1, 2, 3]) {
    await says(ada, `Ada, round ${round}`);
    await bothSee(`Ada, round ${round}`);
    await server.kill9();
    await server.start();
    await says(bo, `Bo, round ${round}`);
    await bothSee(`Bo, round ${round}`);
    await bot.send(room, `Rain in round ${round}`);
    said.push(`Rain in round ${round}`);
    await bothSee(`Rain in round ${round}`);
  }

  // Said to nobody: the server is dead.
  await server.kill9();
  for (const word of ["one", "two", "three"]) {
    await says(ada, `Ada into the dark, ${word}`);
    await says(bo, `Bo into the dark, ${word}`);
  }
  await ada.seesPending("Ada into the dark, one");
  await bo.seesPending("Bo into the dark, three");
  await server.start();
  await Promise.all([ada.settles(), bo.settles()]);

  // Said to a server that takes the bytes and dies before it reads them.
  server.freeze();
  await says(ada, "Ada to the frozen");
  await says(bo, "Bo to the frozen");
  await ada.seesPending("Ada to the frozen");
  await server.kill9();
  await server.start();
  await Promise.all([ada.settles(), bo.settles()]);

  // Killed somewhere between the send, the commit and the answer.
  for (const pause of [0, 4, 8, 15, 30]) {
    await Promise.all([says(ada, `Ada, ${pause} ms to live`), says(bo, `Bo, ${pause} ms to live`)]);
    await sleep(pause);
    await server.kill9();
    await server.start();
    await Promise.all([ada.settles(), bo.settles()]);
  }

  await ada.edit("Ada, round 1", "Ada thought again");
  await bo.sees("Ada thought again");
  await bo.remove("Bo, round 2");
  await expect.poll(() => ada.message("Bo, round 2").count()).toBe(0);
  await says(bo, "Good night");
  await bothSee("Good night");

  const truth = (await script.everything(room)).map(({ id, body_text }) => ({ id, text: body_text }));
  const kept = truth.map(({ text }) => text);
  const expected = said.filter((text) => text !== "Bo, round 2");
  expected[expected.indexOf("Ada, round 1")] = "Ada thought again";
  expect([...kept].sort(), "nothing lost, nothing doubled").toEqual([...expected].sort());
  for (const name of ["Ada", "Bo", "Rain"]) {
    const of = (texts: string[]) => texts.filter((text) => text.startsWith(name));
    expect(of(kept), `${name}: in the order of typing`).toEqual(of(expected));
  }

  for (const person of [ada, bo]) {
    await expect.poll(() => person.shown()).toEqual(truth);
    const testimony = await hearWitness(person.page);
    expect(testimony.failed, "marked as not sent").toEqual([]);
    expect(testimony.doubled, "in two rows").toEqual([]);
    expect(testimony.disordered, "out of order").toEqual([]);
    expect(testimony.vanished, "gone from the page").toHaveLength(1);
    for (const times of Object.values(testimony.moved)) expect(times).toBeLessThanOrEqual(1);
    expect(person.troubles).toEqual([]);
  }
  expect([await ada.born(), await bo.born()], "nothing was reloaded").toEqual(born);
});
