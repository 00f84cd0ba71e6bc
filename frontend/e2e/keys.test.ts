import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { expectNoBarriers } from "./barriers.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

it("a few keys lead to any room, person or page, from wherever one is", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const bo = await script.invite(BO);
  const cooler = await script.createRoom("Watercooler");
  await script.createRoom("Kitchen");
  const ada = await Person.arrive(browser, server.url, { reducedMotion: "reduce" });
  await ada.signIn(ADA);
  const { keyboard } = ada.page;
  const writing = () => ada.composer.evaluate((box) => box === document.activeElement);
  const draft = async () => (await ada.composer.innerText()).trim();
  const heading = (name: string) => ada.page.getByRole("heading", { name, exact: true, level: 1 });

  // From the composer by initials of a word; what was typed there stays.
  await ada.composer.fill("Half a thought");
  await keyboard.press("Control+k");
  await ada.page.getByRole("option", { name: /Kitchen/ }).waitFor();
  await expectNoBarriers(ada.page, "the way to go");
  await keyboard.type("kit");
  await keyboard.press("Enter");
  await heading("Kitchen").waitFor();
  await expect.poll(writing).toBe(true);

  // What is unread stands first, also for Alt+Shift and an arrow.
  await bo.send(cooler.id, "Coffee is ready");
  await ada.page.locator(".rooms a.unread").waitFor();
  await keyboard.press("Control+k");
  await keyboard.press("Enter");
  await heading("Watercooler").waitFor();
  await ada.sees("Coffee is ready");
  await ada.page.locator(".rooms a.unread").waitFor({ state: "detached" });
  await keyboard.press("Alt+ArrowDown");
  await heading("All Talk").waitFor();
  await keyboard.press("Alt+ArrowUp");
  await heading("Watercooler").waitFor();
  await keyboard.press("Alt+ArrowUp");
  await heading("Kitchen").waitFor();
  await bo.send(await script.firstRoom(), "Good morning");
  await ada.page.locator(".rooms a.unread").waitFor();
  await keyboard.press("Alt+Shift+ArrowDown");
  await heading("All Talk").waitFor();
  expect(await draft()).toBe("Half a thought");

  // Escape gives the focus back; nothing else was touched.
  await keyboard.press("Control+k");
  await keyboard.press("Escape");
  await ada.page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(writing).toBe(true);
  await keyboard.press("End");
  await keyboard.type("?");
  await expect.poll(draft).toBe("Half a thought?");

  await keyboard.press("Control+k");
  await keyboard.type("bo lin");
  await keyboard.press("Enter");
  await heading("Ping with Bo Lindqvist").waitFor();
  await keyboard.press("Control+k");
  await keyboard.type("my set");
  await keyboard.press("Enter");
  await ada.page.getByRole("button", { name: "Log out" }).waitFor();

  // The list of keys, where no letter is being typed.
  await ada.page.getByRole("heading", { name: "Signed in on" }).click();
  await keyboard.press("?");
  await ada.page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await ada.page.getByText("Unread room above or below").waitFor();
  await expectNoBarriers(ada.page, "keyboard shortcuts");
  await keyboard.press("Escape");
  await ada.page.getByRole("dialog").waitFor({ state: "detached" });
  await keyboard.press("Control+k");
  await keyboard.type("coffee");
  await keyboard.press("Enter");
  await expect.poll(() => ada.page.url()).toMatch(/\/searches\?q=coffee$/);
  expect(ada.troubles).toEqual([]);
});
