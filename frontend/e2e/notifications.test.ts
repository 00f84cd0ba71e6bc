import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { expectNoBarriers } from "./barriers.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

it("who is named elsewhere sees it counted, goes there and back, and has seen it on every device", async () => {
  const { browser, server } = stage;
  const ada = await Api.firstRun(server.url, ADA);
  const bo = await ada.invite(BO);
  const kitchen = await ada.createRoom("Kitchen");
  const mine = await ada.send(await ada.firstRoom(), "I baked a cake");
  const me = (await ada.bootstrap()).me.id;

  const desk = await Person.arrive(browser, server.url, { reducedMotion: "reduce" });
  const phone = await Person.arrive(browser, server.url, { viewport: { width: 390, height: 844 } });
  await Promise.all([desk.signIn(ADA), phone.signIn(ADA)]);
  const link = (person: Person) => person.page.locator(".news__link");
  const counted = (person: Person) => link(person).locator(".news__count").allTextContents();
  expect(await counted(desk)).toEqual([]);

  await bo.boost(mine.id, "🎂");
  await bo.send(kitchen.id, `<span class="mention" data-user="${me}">@Ada</span> is there any left?`);
  for (const person of [desk, phone]) await expect.poll(() => counted(person)).toEqual(["2"]);

  // Nowhere near the sidebar: by keys.
  await desk.composer.press("Control+j");
  await desk.page.getByRole("heading", { name: "Mentions and boosts" }).waitFor();
  const fresh = desk.page.getByRole("region", { name: "New" });
  await expect
    .poll(() => fresh.locator(".news__text").allTextContents())
    .toEqual(["@Ada is there any left?", "I baked a cake"]);
  await expectNoBarriers(desk.page, "mentions and boosts");

  // Live, and both ways.
  const late = await bo.send(kitchen.id, `<span class="mention" data-user="${me}">@Ada</span> hello?`);
  await expect.poll(() => fresh.getByRole("listitem").count()).toBe(3);
  await bo.call("DELETE", `/api/collections/messages/records/${late.id}`);
  await expect.poll(() => fresh.getByRole("listitem").count()).toBe(2);

  await fresh.getByRole("link", { name: /^Kitchen/ }).click();
  await desk.sees("is there any left?");
  expect(new URL(desk.page.url()).pathname).toBe(`/rooms/${kitchen.id}/@1`);
  for (const person of [desk, phone]) await expect.poll(() => counted(person)).toEqual(["1"]);
  await desk.page.getByRole("link", { name: "Back to mentions and boosts" }).click();
  const earlier = desk.page.getByRole("region", { name: "Earlier" });
  await expect
    .poll(() => earlier.locator(".news__text").allTextContents())
    .toEqual(["@Ada is there any left?"]);
  expect(await desk.page.evaluate(() => document.activeElement?.textContent)).toBe("Kitchen");

  // The other device has the list open when the rest is marked on this one.
  await phone.page.getByRole("button", { name: "Open menu" }).click();
  await link(phone).click();
  await phone.page.getByRole("region", { name: "New" }).waitFor();
  await desk.page.getByRole("button", { name: "Mark all as read" }).click();
  await phone.page.getByRole("region", { name: "New" }).waitFor({ state: "detached" });
  await desk.page.getByText("Boosts", { exact: true }).click();
  await expect.poll(() => desk.page.locator(".news__text").allTextContents()).toEqual(["I baked a cake"]);
  for (const person of [desk, phone]) {
    await person.page.getByRole("link", { name: "Go Back" }).click();
    await expect.poll(() => counted(person)).toEqual([]);
    expect(person.troubles).toEqual([]);
  }
});
