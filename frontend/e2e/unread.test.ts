import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

it("a room goes unread in every browser of a person, and is read in all of them at once", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  await script.invite(BO);
  await script.createRoom("Watercooler");

  const desk = await Person.arrive(browser, server.url);
  await desk.signIn(ADA);
  const phone = await Person.arrive(browser, server.url, { viewport: { width: 390, height: 844 } });
  await phone.signIn(ADA);
  const bo = await Person.arrive(browser, server.url);
  await bo.signIn(BO);

  const unreadRoom = ".rooms a.unread .room__name";
  const unreadPing = ".ping--unread";
  const count = (person: Person, selector: string) => person.page.locator(selector).count();

  // Whoever is looking has read it.
  await bo.say("Anyone here?");
  await desk.sees("Anyone here?");
  expect(await count(desk, unreadRoom)).toBe(0);

  await bo.page.getByRole("link", { name: "Watercooler" }).click();
  await bo.say("Coffee is ready");
  await bo.sees("Coffee is ready");
  for (const person of [desk, phone]) {
    await expect.poll(() => person.page.locator(unreadRoom).allTextContents()).toEqual(["Watercooler"]);
    await expect.poll(() => person.page.title()).toMatch(/^\(1\) /);
  }
  expect(await count(bo, unreadRoom)).toBe(0);

  await desk.page.getByRole("link", { name: "Watercooler" }).click();
  await desk.sees("Coffee is ready");
  expect(await desk.page.getByText("New messages").count()).toBe(1);
  for (const person of [desk, phone]) {
    await expect.poll(() => count(person, unreadRoom)).toBe(0);
    await expect.poll(() => person.page.title()).not.toMatch(/^\(/);
  }

  // A message that is deleted before anybody saw it leaves no dot behind.
  await phone.page.getByRole("button", { name: "Open menu" }).click();
  await phone.page.getByRole("link", { name: "Watercooler" }).click();
  await phone.sees("Coffee is ready");
  await bo.page.getByRole("link", { name: "All Talk" }).click();
  await bo.say("Forget it");
  await expect.poll(() => desk.page.locator(unreadRoom).allTextContents()).toEqual(["All Talk"]);
  await bo.remove("Forget it");
  await expect.poll(() => count(desk, unreadRoom)).toBe(0);

  await bo.page.getByRole("button", { name: "Start a ping with Ada" }).click();
  await bo.page.getByRole("heading", { name: "Ping with Ada Moreno" }).waitFor();
  await bo.say("Between us");
  for (const person of [desk, phone]) await expect.poll(() => count(person, unreadPing)).toBe(1);
  await phone.page.getByRole("button", { name: "Open menu" }).click();
  await phone.page.getByRole("link", { name: "Ping with Bo" }).click();
  await phone.sees("Between us");
  for (const person of [desk, phone]) await expect.poll(() => count(person, unreadPing)).toBe(0);
  for (const person of [desk, phone, bo]) expect(person.troubles).toEqual([]);
});
