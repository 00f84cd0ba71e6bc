import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { expectNoBarriers } from "./barriers.ts";
import { ADA, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

it("a text that is shared with the app waits in the composer of the room one picks", async () => {
  const { browser, server } = stage;
  const ada = await Api.firstRun(server.url, ADA);
  const kitchen = await ada.createRoom("Kitchen");
  const before = await ada.everything(kitchen.id);
  const phone = await Person.arrive(browser, server.url, { viewport: { width: 390, height: 844 } });

  // Signed out: the text survives the sign-in.
  const query = new URLSearchParams({ text: "Buns & <b>butter</b>", url: "https://example.com/buns" });
  await phone.go(`/share?${query}`);
  await phone.enterPassword(ADA);
  await phone.page.getByRole("heading", { name: "Share in a room" }).waitFor();
  await phone.page.getByText("Buns & <b>butter</b>").waitFor();
  await expectNoBarriers(phone.page, "sharing");
  const filter = phone.page.getByRole("searchbox");
  await filter.fill("kit");
  await expect.poll(() => phone.page.locator(".shared__rooms button").allTextContents()).toEqual(["Kitchen"]);
  await filter.press("Enter");

  await phone.composer.waitFor();
  expect(new URL(phone.page.url()).pathname).toBe(`/rooms/${kitchen.id}`);
  const waiting = "Buns & <b>butter</b>\nhttps://example.com/buns";
  await expect.poll(() => phone.composer.innerText()).toBe(waiting);

  // What was being written stays, in front.
  await phone.go("/share?text=And%20jam");
  await phone.page.getByRole("button", { name: "Kitchen" }).click();
  await expect.poll(() => phone.composer.innerText()).toBe(`${waiting}\nAnd jam`);
  expect(await ada.everything(kitchen.id)).toEqual(before);
  expect(phone.troubles).toEqual([]);
});
