import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { expectNoBarriersInEither } from "./barriers.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

it("nothing stands in anybody's way", async () => {
  const { browser, server } = stage;
  const guest = await Person.arrive(browser, server.url, { colorScheme: "light", reducedMotion: "reduce" });
  await guest.go("/");
  await guest.page.getByRole("button", { name: "Save" }).waitFor();
  await expectNoBarriersInEither(guest.page, "first run");

  const script = await Api.firstRun(server.url, ADA);
  await script.invite(BO);
  const room = await script.firstRoom();
  const bot = await script.bot("Clerk");
  await bot.send(room, "A <code>word</code>, https://example.com/a and <strong>another</strong>");
  const message = await script.send(room, "One of my own https://example.com/b");
  await script.edit(message.id, "One of my own, edited");
  await script.boost(message.id, "👍");

  await guest.go("/session/new");
  await guest.page.getByRole("button", { name: "Go" }).waitFor();
  await expectNoBarriersInEither(guest.page, "sign-in");
  await guest.enterPassword({ ...ADA, password: "not this one" });
  await guest.page.getByRole("alert").waitFor();
  await expectNoBarriersInEither(guest.page, "sign-in, refused");
  await guest.go(`/join/${(await script.bootstrap()).account.join_code}`);
  await guest.page.getByRole("button", { name: "Save" }).waitFor();
  await expectNoBarriersInEither(guest.page, "join");
  await guest.go("/join/nobody-knows-this");
  await guest.page.getByRole("heading").waitFor();
  await expectNoBarriersInEither(guest.page, "join with a dead link");

  await guest.signIn(ADA);
  await guest.sees("One of my own, edited");
  await guest.page.getByRole("button", { name: "You boosted" }).click();
  await expectNoBarriersInEither(guest.page, "room");
  await guest.openMenu("One of my own");
  await expectNoBarriersInEither(guest.page, "room with a menu open");
  await guest.page.getByRole("button", { name: "Edit" }).click();
  await expectNoBarriersInEither(guest.page, "room with an editor open");
  await guest.page.setViewportSize({ width: 390, height: 844 });
  await guest.page.getByRole("button", { name: "Open menu" }).click();
  await guest.page.getByRole("link", { name: "All Talk" }).waitFor();
  await expectNoBarriersInEither(guest.page, "sidebar on a phone");
  await guest.go("/searches?q=own");
  await guest.page.locator(".found mark").waitFor();
  await expectNoBarriersInEither(guest.page, "search");
  await guest.page.getByRole("button", { name: "From" }).click();
  await expectNoBarriersInEither(guest.page, "search, choosing a filter");
  await guest.go("/searches");
  await guest.page.getByText("appears while you type").waitFor();
  await expectNoBarriersInEither(guest.page, "search, empty");
  await guest.go("/nowhere");
  await guest.page.getByRole("heading", { name: "Nothing at this address" }).waitFor();
  await expectNoBarriersInEither(guest.page, "not found");
});

it("everything can be done by keys alone", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const room = await script.firstRoom();
  const ada = await Person.arrive(browser, server.url);
  const { keyboard } = ada.page;
  const focused = () =>
    ada.page.evaluate(() => {
      const here = document.activeElement;
      return (
        here?.getAttribute("aria-label") || here?.textContent?.trim() || here?.getAttribute("name") || ""
      );
    });
  const tabTo = async (name: string, key = "Tab") => {
    for (let steps = 0; steps < 40; steps++) {
      if ((await focused()) === name) return;
      await keyboard.press(key);
    }
    throw new Error(`${name} is not reached by ${key}`);
  };

  await ada.go("/");
  await ada.page.getByRole("button", { name: "Go" }).waitFor();
  await tabTo("email_address");
  await keyboard.type(ADA.email);
  await keyboard.press("Tab");
  await keyboard.type(ADA.password);
  await keyboard.press("Enter");
  await ada.composer.waitFor();

  await expect.poll(focused).toBe("Write a message");
  await keyboard.type("Written by keys");
  await keyboard.press("Shift+Enter");
  await keyboard.type("on two lines");
  await keyboard.press("Enter");
  await ada.sees("on two lines");

  await tabTo("Message options", "Shift+Tab");
  const ring = await ada.page.evaluate(() => {
    const style = getComputedStyle(document.activeElement ?? document.body);
    const visible = getComputedStyle(document.activeElement?.closest(".menu") ?? document.body).opacity;
    return { outline: style.outlineStyle, opacity: style.opacity, visible };
  });
  expect(ring).toEqual({ outline: "solid", opacity: "1", visible: "1" });
  await keyboard.press("Enter");
  await tabTo("Edit");
  await keyboard.press("Enter");
  await expect.poll(focused).toBe("Edit message");
  await keyboard.press("Control+A");
  await keyboard.type("Edited by keys");
  await tabTo("Save changes");
  await keyboard.press("Enter");
  await ada.sees("Edited by keys");
  await expect.poll(focused).toBe("Message options");

  // Escape closes the menu and gives the focus back; arrow up in the empty composer edits the last message.
  await keyboard.press("Enter");
  await keyboard.press("Tab");
  await ada.page.locator('.menu[open]:not([data-opens=""])').waitFor();
  await keyboard.press("Escape");
  await expect.poll(focused).toBe("Message options");
  await tabTo("Write a message");
  await keyboard.press("ArrowUp");
  await expect.poll(focused).toBe("Edit message");
  await keyboard.press("Control+A");
  await keyboard.type("Edited again");
  await keyboard.press("Control+Enter");
  await ada.sees("Edited again");
  expect((await script.everything(room)).map(({ body_text }) => body_text)).toEqual(["Edited again"]);
});
