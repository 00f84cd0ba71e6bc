import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

class Searcher {
  readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  get field() {
    return this.person.page.getByRole("searchbox", { name: "search" });
  }

  found(text: string) {
    return this.person.page.locator(".found").filter({ hasText: text });
  }

  marks(): Promise<string[]> {
    return this.person.page.locator(".found mark").allInnerTexts();
  }

  scroll(): Promise<number> {
    return this.person.page.locator(".search__results").evaluate((box) => Math.round(box.scrollTop));
  }
}

it("what was said is found while one types, in any script, as it is now, and led to and back from", async () => {
  const { browser, server } = stage;
  const ada = await Person.arrive(browser, server.url);
  await ada.register("/", ADA);
  const script = await Api.signIn(server.url, ADA);
  const room = await script.firstRoom();
  const bo = await script.invite(BO);
  const secret = await bo.call<{ id: string }>("POST", "/api/collections/rooms/records", {
    kind: "closed",
    name: "Secret",
    members: [(await bo.bootstrap()).me.id],
  });
  await bo.send(secret.id, "The Autobahn is none of your business");
  const wrong = await bo.send(room, "Die Autobahn nach Köln ist gesperrt");
  const gone = await bo.send(room, "Take the Autobahn");
  await bo.send(room, "上海の天気は晴れです https://example.com/weather");
  await script.send(room, "Köln ist schön, and the weather is fine");

  // While typing, without a word about pressing anything.
  await ada.page.getByRole("link", { name: "Search" }).click();
  const search = new Searcher(ada);
  await search.field.pressSequentially("bahn", { delay: 30 });
  await search.found("Take the Autobahn").waitFor();
  await expect.poll(() => search.marks()).toEqual(["bahn", "bahn"]);
  expect(await ada.page.getByRole("heading", { level: 1 }).innerText()).toMatch(/^“bahn”\s+2$/);
  expect(new URL(ada.page.url()).search).toBe("?q=bahn");

  // What changes elsewhere changes here, at once and without a word typed.
  await bo.call("DELETE", `/api/collections/messages/records/${gone.id}`);
  await expect.poll(() => search.found("Take the").count()).toBe(0);
  await bo.edit(wrong.id, "Die Landstraße nach Köln ist gesperrt");
  await ada.page.getByRole("heading", { name: "Nothing found for “bahn”" }).waitFor();

  await search.field.fill("koln");
  await expect.poll(() => search.marks()).toEqual(["Köln", "Köln"]);
  await search.field.fill("天気");
  await search.found("上海").waitFor();
  expect(await search.marks()).toEqual(["天気"]);

  // Filters write themselves into what is asked.
  await ada.page.getByRole("button", { name: "Link" }).click();
  await search.found("上海").waitFor();
  expect(await search.field.inputValue()).toBe("has:link 天気");
  await ada.page.getByRole("button", { name: "Code" }).click();
  await ada.page.getByRole("heading", { name: /^Nothing found/ }).waitFor();
  await search.field.press("Escape");
  await search.field.fill("weather");
  await expect.poll(() => ada.page.locator(".found").count()).toBe(2);
  await ada.page.getByRole("button", { name: "From" }).click();
  await ada.page.getByRole("searchbox", { name: "Filter people by name" }).fill("bo");
  await ada.page.keyboard.press("Enter");
  await expect.poll(() => ada.page.locator(".found").count()).toBe(1);
  await search.field.fill("from:me in:“All Talk” weather after:2020-01-01");
  await search.found("Köln ist schön").waitFor();
  expect(await search.field.inputValue()).toContain("weather");

  // What was meant is kept, newest first.
  await search.field.press("Enter");
  const recent = ada.page.getByRole("navigation", { name: "Recent searches" });
  await recent.getByRole("link", { name: /from:me/ }).waitFor();
  await search.field.fill("天気");
  await search.field.press("Enter");
  await expect.poll(() => recent.getByRole("link").first().innerText()).toBe("“天気”");
  await recent.getByRole("link", { name: /from:me/ }).click();
  await search.found("Köln ist schön").waitFor();
  await ada.page.getByRole("button", { name: "Clear recent searches" }).click();
  await expect.poll(() => recent.getByRole("link").count()).toBe(0);
  expect(ada.troubles).toEqual([]);
});

it("a walk through many results ends at a message, and the way back where it began", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const room = await script.firstRoom();
  const bot = await script.bot("Chronicle");
  for (let number = 1; number <= 100; number++) await bot.send(room, `Entry ${number} of the chronicle`);

  const ada = await Person.arrive(browser, server.url);
  await ada.signIn(ADA);
  await ada.go("/searches?q=chronicle");
  const search = new Searcher(ada);
  await search.found("Entry 100 of").waitFor();
  await search.field.focus();
  await ada.page.keyboard.press("ArrowUp");
  await ada.page.keyboard.press("ArrowUp");
  const at = () => ada.page.evaluate(() => document.activeElement?.closest("li")?.textContent ?? "");
  expect(await at()).toContain("Entry 99 of");

  // Up to the first, page by page, then somewhere into the middle.
  for (let turn = 0; turn < 3; turn++) {
    await ada.page.locator(".search__results").evaluate((box) => box.scrollTo(0, -box.scrollHeight));
    await ada.page.waitForTimeout(300);
  }
  await expect.poll(() => ada.page.locator(".found").count()).toBe(100);
  await search.found("Entry 30 of").getByRole("link").focus();
  const place = await search.scroll();
  expect(place).toBeLessThan(-1_000);
  await ada.page.keyboard.press("Enter");
  await ada.page.locator('[data-rseq="30"][data-target]').waitFor();
  expect(new URL(ada.page.url()).pathname).toBe(`/rooms/${room}/@30`);

  await ada.page.goBack();
  await search.found("Entry 30 of").waitFor();
  expect(await search.scroll()).toBe(place);
  expect(await at()).toContain("Entry 30 of");

  // The same by the button, which a phone has too.
  await ada.page.keyboard.press("Enter");
  await ada.page.getByRole("link", { name: "Back to search results" }).click();
  await search.found("Entry 30 of").waitFor();
  expect(await search.scroll()).toBe(place);

  // Without a server it says so, and goes on by itself.
  await server.kill9();
  await search.field.fill("entry 77");
  await ada.page.getByRole("alert").filter({ hasText: "can't be reached" }).waitFor();
  await server.start();
  await search.found("Entry 77 of").waitFor();

  // Off is off, at once.
  const { version } = await script.call<{ version: number }>("GET", "/api/chat/flags");
  await script.call("PATCH", "/api/chat/flags", { version, changes: { search_enabled: false } });
  await ada.page.getByRole("heading", { name: "Search is switched off" }).waitFor();
  await ada.page.getByRole("link", { name: "Exit search" }).click();
  await ada.composer.waitFor();
  expect(await ada.page.getByRole("link", { name: "Search" }).count()).toBe(0);
  expect(ada.troubles).toEqual([]);
});
