import jsQR from "jsqr";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

/** As many pixels as a code needs: each goes through the line to the browser. */
const CAMERA = 320;

/** What a camera would read off the page. */
async function readQR(page: Page): Promise<string> {
  await page.locator(".qr:not([aria-busy=true])").waitFor();
  const picture = (await page.locator(".qr").screenshot()).toString("base64");
  const pixels = await page.evaluate(
    async ([png, size]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const paint = new OffscreenCanvas(size, size).getContext("2d");
      if (!paint) throw new Error("no canvas");
      paint.drawImage(image, 0, 0, size, size);
      const { data } = paint.getImageData(0, 0, size, size);
      return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));
    },
    [picture, CAMERA] as const,
  );
  return jsQR(new Uint8ClampedArray(Buffer.from(pixels, "base64")), CAMERA, CAMERA)?.data ?? "";
}

it("the account is named, its link is photographed and renewed, and members only look", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  await script.invite(BO);
  const ada = await Person.arrive(browser, server.url, {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const bo = await Person.arrive(browser, server.url);
  await Promise.all([ada.signIn(ADA), bo.signIn(BO)]);
  await Promise.all([ada.go("/account/edit"), bo.go("/account/edit")]);

  // A change shows to everybody, and stays.
  const name = ada.page.getByPlaceholder("Name this account");
  await name.fill("Northwind");
  await ada.page.getByRole("button", { name: "Save changes" }).click();
  await bo.page.getByRole("heading", { name: "Northwind", exact: true }).waitFor();
  const restrict = ada.page.getByRole("checkbox", { name: "Must be admin to create new rooms" });
  await restrict.focus();
  await ada.page.keyboard.press("Space");
  await expect.poll(async () => (await script.bootstrap()).account.restrict_room_creation).toBe(true);
  await ada.page.reload();
  await expect.poll(() => name.inputValue()).toBe("Northwind");
  expect(await restrict.isChecked()).toBe(true);

  // A member has nothing to change, and the same link.
  const link = await bo.joinLink();
  for (const role of ["checkbox", "switch"] as const) expect(await bo.page.getByRole(role).count()).toBe(0);
  expect(await bo.page.getByRole("button", { name: "Regenerate join link" }).count()).toBe(0);
  expect(await bo.page.getByRole("link", { name: "Custom styles" }).count()).toBe(0);
  expect(await bo.page.getByRole("button", { name: /^Delete/ }).count()).toBe(0);
  await bo.go("/account/custom_styles/edit");
  await bo.page.getByText("Only administrators may do this.").waitFor();

  // The link as a picture and on the clipboard is the link.
  await ada.page.getByRole("button", { name: "Show join link QR code" }).click();
  expect(await readQR(ada.page)).toBe(link);
  await ada.page.keyboard.press("Escape");
  await ada.page.getByRole("button", { name: "Copy join link" }).click();
  await expect.poll(() => ada.page.evaluate(() => navigator.clipboard.readText())).toBe(link);

  // A new one ends the old one.
  await ada.page.getByRole("button", { name: "Regenerate join link" }).click();
  await expect.poll(() => ada.joinLink()).not.toBe(link);
  const guest = await Person.arrive(browser, server.url);
  await guest.go(new URL(link).pathname);
  await guest.page.getByRole("heading", { name: "This invitation doesn't work" }).waitFor();
  const next = new URL(await ada.joinLink()).pathname;

  // Who is here already is led to the sign-in, with the address filled in.
  await guest.go(next);
  await guest.page.getByPlaceholder("Name").fill("Bo again");
  await guest.page.getByPlaceholder("Email address").fill(BO.email);
  await guest.page.getByPlaceholder("Password").fill("another one");
  await guest.page.getByRole("button", { name: "Save" }).click();
  await guest.page.getByText("If that is you, sign in.").waitFor();
  expect(await guest.page.getByPlaceholder("Enter your email address").inputValue()).toBe(BO.email);
  expect([ada.troubles, bo.troubles, guest.troubles]).toEqual([[], [], []]);
});

it("people get and lose the crown, leave and come back, and one administrator stays", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  await script.invite(BO);
  const ada = await Person.arrive(browser, server.url);
  const bo = await Person.arrive(browser, server.url);
  await Promise.all([ada.signIn(ADA), bo.signIn(BO)]);
  await Promise.all([ada.go("/account/edit"), bo.go("/account/edit")]);
  const row = (name: string) => ada.page.getByRole("listitem").filter({ hasText: name });

  // The last administrator is told so, and stays one.
  await row(ADA.name).getByRole("checkbox", { name: "Role: Administrator" }).focus();
  await ada.page.keyboard.press("Space");
  await ada.page.getByText("There must be an administrator left.").waitFor();
  expect(await row(ADA.name).getByRole("checkbox", { name: "Role: Administrator" }).isChecked()).toBe(true);

  // By the keyboard, and at once in the other browser.
  await row(BO.name).getByRole("checkbox", { name: "Role: Member" }).focus();
  await ada.page.keyboard.press("Space");
  await row(BO.name).getByRole("checkbox", { name: "Role: Administrator" }).waitFor({ state: "attached" });
  await bo.page.getByPlaceholder("Name this account").waitFor();
  await row(BO.name).getByRole("checkbox", { name: "Role: Administrator" }).click();
  await bo.page.getByPlaceholder("Name this account").waitFor({ state: "detached" });

  // Removed: signed out there, and told so; brought back: in again.
  await row(BO.name)
    .getByRole("button", { name: `Delete ${BO.name}` })
    .click();
  await bo.page.getByText("You were signed out.").waitFor();
  await ada.page.getByText("No longer here (1)").click();
  await ada.page.getByRole("button", { name: `Bring ${BO.name} back` }).click();
  await ada.page.getByText("No longer here (1)").waitFor({ state: "detached" });
  await bo.enterPassword(BO);
  await bo.page.getByRole("button", { name: "Show join link QR code" }).waitFor(); // the name is on the sign-in page too

  // Banned and let in again, from Bo's page.
  const { users } = await script.bootstrap();
  const id = users.find((user) => user.name === BO.name)?.id;
  await ada.go(`/users/${id}`);
  await ada.page.getByRole("link", { name: BO.email }).waitFor();
  await ada.page.getByRole("button", { name: `Ban ${BO.name}` }).click();
  await ada.page.getByText(/Network addresses closed: 0\. .*private or your own: 1/).waitFor();
  await bo.page.getByText("You were signed out.").waitFor();
  await ada.page.getByRole("button", { name: "Remove ban" }).click();
  await ada.page.getByRole("button", { name: `Ban ${BO.name}` }).waitFor();
  await bo.enterPassword(BO);
  await bo.page.getByRole("button", { name: "Show join link QR code" }).waitFor();
  expect([ada.troubles, bo.troubles]).toEqual([[], []]);
});

it("a profile is kept, devices are signed out, and a link signs in once", async () => {
  const { browser, server } = stage;
  await Api.firstRun(server.url, ADA);
  const laptop = await Person.arrive(browser, server.url);
  const phone = await Person.arrive(browser, server.url);
  await Promise.all([laptop.signIn(ADA), phone.signIn(ADA)]);
  await laptop.go("/users/me/profile");
  const { page } = laptop;
  const save = page.getByRole("button", { name: "Save changes" });

  await page.getByPlaceholder("Enter your name").fill("Ada M.");
  await page.getByPlaceholder("A few words about yourself…").fill("Keeps the fire");
  await save.click();
  await page.getByRole("status").filter({ hasText: "Saved" }).waitFor({ state: "attached" });

  // Theme and language are this browser's, and there before anything is drawn.
  await page.getByRole("radio", { name: "Dark" }).check();
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
  await page.getByRole("radio", { name: "Deutsch" }).check();
  await page.getByPlaceholder("Gib deinen Namen ein").waitFor();
  expect(
    await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]),
  ).toEqual(["de", "dark"]);
  await page.getByRole("radio", { name: "English" }).check();
  await page.getByPlaceholder("Enter your name").waitFor();
  expect(await page.getByPlaceholder("Enter your name").inputValue()).toBe("Ada M.");
  expect(await page.getByPlaceholder("A few words about yourself…").inputValue()).toBe("Keeps the fire");

  // A room that was taken out of the sidebar is found here, and put back.
  const bell = page.getByRole("listitem").filter({ hasText: "All Talk" }).getByRole("button");
  for (const level of ["all messages", "are off", "room invisible"]) {
    await bell.click();
    await expect.poll(() => bell.innerText()).toContain(level);
  }
  await phone.page.getByRole("link", { name: "All Talk" }).waitFor({ state: "detached" });
  await bell.click();
  await phone.page.getByRole("link", { name: "All Talk" }).waitFor();

  // The other browser is signed out from here, and told so.
  const devices = page.getByRole("region", { name: "Signed in on" });
  expect(await devices.getByRole("listitem").count()).toBe(3);
  await devices.getByRole("button", { name: "Sign out Chrome on Linux" }).click();
  await phone.page.getByText("You were signed out.").waitFor();
  await expect.poll(() => devices.getByRole("listitem").count()).toBe(2);

  // The picture of the link signs in there; a second time it does not.
  await page.getByRole("button", { name: "Show auto-login QR code" }).click();
  const link = await readQR(page);
  await page.keyboard.press("Escape");
  await page.getByText(/Works once, for another [45]:\d\d/).waitFor();
  await phone.go(new URL(link).pathname);
  await phone.composer.waitFor();
  expect(new URL(phone.page.url()).pathname).toMatch(/^\/rooms\//);
  const third = await Person.arrive(browser, server.url);
  await third.go(new URL(link).pathname);
  await third.page.getByRole("heading", { name: "This link no longer works" }).waitFor();

  // A new password asks for the present one, and signs out the rest.
  await page.getByPlaceholder("Change password").fill("around the fire");
  await page.getByPlaceholder("Current password").fill("not this one");
  await save.click();
  await page.getByText("This is not your present password.").waitFor();
  await page.getByPlaceholder("Current password").fill(ADA.password);
  await save.click();
  await phone.page.getByText("You were signed out.").waitFor();
  await laptop.go("/");
  await laptop.say("Still here");
  await laptop.sees("Still here");
  await phone.enterPassword({ ...ADA, password: "around the fire" });
  await phone.composer.waitFor();
  expect([laptop.troubles, phone.troubles, third.troubles]).toEqual([[], [], []]);
});

it("custom styles are tried, worn by everybody and by the sign-in page, and can be taken off", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  await script.invite(BO);
  const ada = await Person.arrive(browser, server.url);
  const bo = await Person.arrive(browser, server.url);
  const guest = await Person.arrive(browser, server.url);
  await Promise.all([ada.signIn(ADA), bo.signIn(BO)]);
  const color = (person: Person) =>
    person.page.evaluate(() => getComputedStyle(document.querySelector("main") as HTMLElement).color);
  const plain = await color(bo);
  const RED = "rgb(200, 0, 0)";

  await ada.go("/account/custom_styles/edit");
  const editor = ada.page.getByRole("textbox", { name: "Custom styles" });
  await editor.fill(`main { color: ${RED} }`);
  await expect.poll(() => color(ada)).toBe(RED);
  expect(await color(bo), "a try is nobody else's").toBe(plain);
  await editor.press("Control+Enter");
  await expect.poll(() => color(bo)).toBe(RED);
  await guest.go("/session/new");
  await guest.page.getByPlaceholder("Enter your email address").waitFor();
  expect(await color(guest)).toBe(RED);

  await bo.go("/account/edit?plain");
  await bo.page.getByRole("heading", { name: "Campfire", exact: true }).waitFor();
  expect(await color(bo)).toBe(plain);
  expect([ada.troubles, bo.troubles, guest.troubles]).toEqual([[], [], []]);
});

it("what is off says so without a byte leaving, and what is switched on shows who said so", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const ada = await Person.arrive(browser, server.url);
  await ada.signIn(ADA);
  await ada.go("/users/me/profile");
  const sent: string[] = [];
  ada.page.on(
    "request",
    (request) => request.method() !== "GET" && sent.push(new URL(request.url()).pathname),
  );
  await ada.page.getByRole("button", { name: "Upload avatar" }).click();
  await ada.page.getByText("Available in v2.0").waitFor();
  expect(sent).toEqual([]);
  await ada.page.getByRole("button", { name: "I want this" }).click();
  await ada.page.getByText("Noted. Thank you!").waitFor();
  expect(sent).toEqual(["/api/chat/wishes"]);
  expect(await script.call("GET", "/api/chat/wishes")).toEqual({ wishes: ["avatars"] });

  await ada.go("/account/edit");
  const files = ada.page.getByRole("listitem").filter({ hasText: "Link previews" });
  await files.getByText("default", { exact: true }).waitFor();
  await files.getByRole("checkbox").click();
  await files.getByText("set here", { exact: true }).waitFor();
  expect((await script.bootstrap()).flags.opengraph_enabled).toBe(true);
  await files.getByRole("button", { name: "use the default again" }).click();
  await files.getByText("default", { exact: true }).waitFor();
  expect((await script.bootstrap()).flags.opengraph_enabled).toBe(false);
  expect(ada.troubles).toEqual([]);
});
