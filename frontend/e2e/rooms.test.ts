import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();
const CY = { name: "Cy Okafor", email: "cy@example.com", password: "by the river" };

const roomLink = (person: Person, name: string) =>
  person.page.locator(".rooms").getByRole("link", { name, exact: true });
const press = (person: Person, name: string) => person.page.getByRole("button", { name }).click();
const flip = (person: Person, name: string) => person.page.getByRole("checkbox", { name }).press("Space");

async function openSettings(person: Person, room: string): Promise<void> {
  await roomLink(person, room).click();
  await person.page.getByRole("link", { name: "Settings for this room" }).click();
  await person.page.getByRole("textbox", { name: "Name this room" }).waitFor();
}

async function arriveAsBoth(): Promise<{ ada: Person; bo: Person; script: Api }> {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  await script.invite(BO);
  await script.invite(CY);
  const ada = await Person.arrive(browser, server.url);
  const bo = await Person.arrive(browser, server.url);
  await Promise.all([ada.signIn(ADA), bo.signIn(BO)]);
  return { ada, bo, script };
}

it("a room is made, renamed, closed, opened and deleted before the eyes of somebody else", async () => {
  const { ada, bo } = await arriveAsBoth();

  await ada.page.getByRole("link", { name: "New Chat Room" }).click();
  const name = ada.page.getByRole("textbox", { name: "Name this room" });
  expect(await name.inputValue()).toBe("New room");
  await name.fill("Kitchen");
  await press(ada, "Save");
  await ada.page.getByRole("heading", { name: "Kitchen" }).waitFor();
  await roomLink(bo, "Kitchen").waitFor();

  await openSettings(ada, "Kitchen");
  await name.fill("Pantry");
  await press(ada, "Save");
  await roomLink(bo, "Pantry").waitFor();
  expect(await roomLink(bo, "Kitchen").count()).toBe(0);

  // Closed without Bo it leaves his list, also while he looks at another; let in again, it is back.
  await openSettings(ada, "Pantry");
  await flip(ada, "Give only some access to this room");
  await flip(ada, "Give Bo Lindqvist access to this room");
  await press(ada, "Save");
  await roomLink(bo, "Pantry").waitFor({ state: "detached" });
  await ada.say("Only Cy and me");
  await ada.sees("Only Cy and me");
  await openSettings(ada, "Pantry");
  await flip(ada, "Give Bo Lindqvist access to this room");
  await press(ada, "Save");
  await roomLink(bo, "Pantry").click();
  await bo.sees("Only Cy and me");
  await bo.page.getByRole("link", { name: "Settings for this room" }).click();
  await bo.page.getByText("Only whoever made this room").waitFor();
  expect(await bo.page.getByRole("checkbox").count()).toBe(0);
  await bo.page.getByRole("link", { name: "Go Back" }).click();

  // Out again and then opened to everyone.
  await openSettings(ada, "Pantry");
  await flip(ada, "Give Bo Lindqvist access to this room");
  await press(ada, "Save");
  await roomLink(bo, "Pantry").waitFor({ state: "detached" });
  await openSettings(ada, "Pantry");
  await flip(ada, "Give everyone access to this room");
  await press(ada, "Save");
  await roomLink(bo, "Pantry").waitFor();

  await openSettings(ada, "Pantry");
  await press(ada, "Delete Pantry");
  await ada.composer.waitFor();
  await roomLink(bo, "Pantry").waitFor({ state: "detached" });
  expect([ada.troubles, bo.troubles]).toEqual([[], []]);
});

it("a ping with several is started by keys, and gone for all when one deletes it", async () => {
  const { ada, bo } = await arriveAsBoth();
  const { keyboard } = ada.page;
  await ada.page.getByRole("link", { name: "New Ping" }).press("Enter");
  await ada.page.getByRole("combobox").waitFor();
  for (const typed of ["bo", "oka"]) {
    await keyboard.type(typed);
    await ada.page.getByRole("option").waitFor();
    await keyboard.press("Enter");
  }
  await keyboard.press("Enter");
  await ada.page.getByRole("heading", { name: "Ping with Bo Lindqvist and Cy Okafor" }).waitFor();
  await expect.poll(() => ada.page.title()).toBe("Bo Lindqvist and Cy Okafor · Campfire");
  await ada.say("The three of us");
  const ping = bo.page.getByRole("link", { name: /^Ping with (AM\+CO|CO\+AM)$/ });
  await ping.click();
  await bo.sees("The three of us");

  await bo.page.getByRole("link", { name: "Settings for this Ping" }).click();
  await press(bo, "Delete Ping");
  await bo.composer.waitFor();
  await ada.page.locator(".sidebar .ping[href]").nth(1).waitFor({ state: "detached" });
  expect(await ping.count()).toBe(0);
});

it("what I want to hear of a room is kept, and an invisible room comes back from the profile", async () => {
  const { ada, bo } = await arriveAsBoth();
  await ada.page.evaluate(() => Object.defineProperty(Notification, "permission", { value: "denied" }));
  const press = (level: string) => ada.page.getByRole("button", { name: level, exact: true }).click();
  await press("Notifying about @ mentions");
  // Asked to notify, and not allowed to: said once, with what helps.
  const help = ada.page.getByRole("dialog", { name: "Notifications aren’t allowed" });
  await help.getByRole("button", { name: "Close" }).click();
  await help.waitFor({ state: "detached" });
  for (const level of ["Notifying about all messages", "Notifications are off"]) await press(level);
  const invisible = "Notifications are off and room invisible in sidebar";
  const bell = ada.page.getByRole("button", { name: invisible });
  await bell.waitFor();
  await roomLink(ada, "All Talk").waitFor({ state: "detached" });
  await bo.say("Does Ada see this?");
  await bo.sees("Does Ada see this?");
  await ada.page.reload();
  await bell.waitFor();
  expect(await roomLink(ada, "All Talk").count()).toBe(0);
  expect(await ada.page.title()).not.toMatch(/^\(/);

  await ada.page.getByRole("link", { name: "My Settings" }).click();
  await bell.click();
  await ada.page.getByRole("button", { name: "Notifying about @ mentions" }).waitFor();
  await ada.page.getByRole("link", { name: "Go Back" }).click();
  await roomLink(ada, "All Talk").waitFor();
});

it("whoever leaves a closed room is out of it, on a phone too", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  await script.invite(BO);
  const bo = await Person.arrive(browser, server.url, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await bo.signIn(BO);
  const ids = (await script.bootstrap()).users.map(({ id }) => id);
  const record = { kind: "closed", name: "Night shift", members: ids };
  await script.call("POST", "/api/collections/rooms/records", record);

  const menu = bo.page.getByRole("button", { name: "Open menu" });
  await menu.tap();
  await roomLink(bo, "Night shift").tap();
  await bo.page.getByRole("heading", { name: "Night shift" }).waitFor();
  expect(await menu.getAttribute("aria-expanded")).toBe("false");
  await bo.page.getByRole("link", { name: "Settings for this room" }).tap();
  await bo.page.getByRole("button", { name: "Leave Night shift" }).tap();
  await bo.composer.waitFor();
  await menu.tap();
  await roomLink(bo, "All Talk").waitFor();
  expect(await roomLink(bo, "Night shift").count()).toBe(0);
  expect(bo.troubles).toEqual([]);
});
