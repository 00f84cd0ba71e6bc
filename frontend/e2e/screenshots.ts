import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launchBrowser } from "./browser.ts";
import { Person } from "./person.ts";
import { playScene, RIA } from "./scene.ts";
import { CampfireServer } from "./server.ts";

// npm run screenshots -- <folder>: every screen in two sizes and two themes, to be looked at.

const folder = resolve(process.argv[3] ?? join(tmpdir(), "campfire-screenshots"));
const SIZES = { desktop: { width: 1440, height: 900 }, mobile: { width: 390, height: 844 } };

/** Each with something that is on it once it is there. */
const SETTINGS = [
  ["room-new", "/rooms/opens/new", "Everyone"],
  ["room-new-closed", "/rooms/closeds/new", "Noor Haddad"],
  ["account", "/account/edit", "What is switched on"],
  ["styles", "/account/custom_styles/edit", "Custom CSS"],
  ["bots", "/account/bots", "Weather"],
  ["bot-new", "/account/bots/new", "Where Campfire should send"],
  ["search", "/searches?q=the", "Noor Haddad"],
  ["search-empty", "/searches", "What is found appears"],
  ["profile", "/users/me/profile", "Signed in on"],
  ["transfer-dead", "/session/transfers/nothing", "This link no longer works"],
] as const;

type Size = keyof typeof SIZES;
type Theme = "light" | "dark";

const browser = await launchBrowser();
const empty = await CampfireServer.begin();
const server = await CampfireServer.begin();
mkdirSync(folder, { recursive: true });
try {
  const { ria, room } = await playScene(server);
  const join = `/join/${(await ria.bootstrap()).account.join_code}`;
  for (const size of ["desktop", "mobile"] as const) {
    for (const theme of ["light", "dark"] as const) {
      await lookAround(size, theme, room, join);
    }
  }
} finally {
  await browser.close();
  await Promise.all([empty.dispose(), server.dispose()]);
}
process.stdout.write(`Screenshots are in ${folder}\n`);

async function lookAround(size: Size, theme: Theme, room: string, join: string): Promise<void> {
  const arrive = (url: string) =>
    Person.arrive(browser, url, {
      viewport: SIZES[size],
      deviceScaleFactor: size === "mobile" ? 2 : 1,
      hasTouch: size === "mobile",
      isMobile: size === "mobile",
      colorScheme: theme,
      reducedMotion: "reduce",
    });
  const shoot = async (person: Person, name: string) => {
    await person.page.waitForFunction(() => document.getAnimations().length === 0);
    await person.page.screenshot({ path: `${folder}/${name}-${size}-${theme}.png` });
  };

  const first = await arrive(empty.url);
  await first.go("/");
  await first.page.getByPlaceholder("Name").fill(RIA.name);
  await shoot(first, "first-run");

  const person = await arrive(server.url);
  await person.go(join);
  await person.page.getByPlaceholder("Name").waitFor();
  await shoot(person, "join");
  await person.go("/session/new");
  await person.page.getByPlaceholder("Enter your email address").waitFor();
  await shoot(person, "sign-in");
  await person.enterPassword({ ...RIA, password: "not this one" });
  await person.page.getByRole("alert").waitFor();
  await shoot(person, "sign-in-refused");

  await person.signIn(RIA, `/rooms/${room}`);
  await person.sees("Thank you, Noor");
  await shoot(person, "room");
  await person.openMenu("Thank you, Noor");
  await shoot(person, "room-menu");
  await person.page.getByRole("button", { name: "Edit" }).click();
  await shoot(person, "room-editing");
  await person.page.keyboard.press("Escape");
  await person.page.locator(".messages__scroller").evaluate((box) => box.scrollTo(0, 0));
  await shoot(person, "room-top");
  await person.go("/nowhere");
  await person.page.getByRole("heading", { name: "Nothing at this address" }).waitFor();
  await shoot(person, "not-found");
  for (const [name, path, there] of SETTINGS) {
    await person.go(path);
    await person.page.getByText(there).first().waitFor();
    await shoot(person, name);
  }
  if (size === "mobile") {
    await person.go(`/rooms/${room}`);
    await person.page.getByRole("button", { name: "Open menu" }).click();
    await person.page.getByRole("link", { name: "Summer camp" }).waitFor();
    await shoot(person, "sidebar");
  }
  await Promise.all([first.context.close(), person.context.close()]);
}
