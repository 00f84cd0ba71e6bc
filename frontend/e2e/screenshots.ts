import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { byKeys, openBoost, openMenu, openSidebar, toTheTop, typeAName } from "./acts.ts";
import type { Api } from "./api.ts";
import { botScenes } from "./bot-scenes.ts";
import { launchBrowser } from "./browser.ts";
import { composerScenes } from "./composer-scenes.ts";
import { Person } from "./person.ts";
import { playScene, RIA, TOM } from "./scene.ts";
import { searchScenes } from "./search-scenes.ts";
import { CampfireServer } from "./server.ts";
import { openEveryDoor } from "./sign-in-scenes.ts";

// npm run screenshots -- [folder] [words]: every screen in three sizes and two themes, to be looked at. With words, only
// the pictures whose name has one of them: tablet-light, room-offline.

const folder = resolve(process.argv[3] ?? join(tmpdir(), "campfire-screenshots"));
const wanted = process.argv.length > 4 ? process.argv.slice(4) : [""];
const SIZES = {
  phone: { width: 390, height: 844 },
  tablet: { width: 820, height: 1180 },
  desktop: { width: 1440, height: 900 },
};

type Size = keyof typeof SIZES;
type Theme = "light" | "dark";

interface Screen {
  name: string;
  path: string;
  /** Seen once the screen is there. */
  there: string;
  act?: (person: Person) => Promise<void>;
  after?: () => Promise<void>;
}

const browser = await launchBrowser();
const begin = CampfireServer.begin;
const [empty, server, open] = await Promise.all([begin(), begin(), begin()]);
mkdirSync(folder, { recursive: true });
let shot = 0;
try {
  const { ria, tom, room } = await playScene(server);
  const { account, users, rooms } = await ria.bootstrap();
  const idOf = (name: string) => users.find((user) => user.name === name)?.id ?? "";
  const kitchen = rooms.find(({ name }) => name === "Kitchen")?.id ?? "";
  const ping = (await tom.bootstrap()).rooms.find(({ kind }) => kind === "direct")?.id ?? "";
  const closed = await ria.call<{ id: string }>("POST", "/api/collections/rooms/records", {
    kind: "closed",
    name: "Leads",
    members: [idOf(TOM.name), idOf("Weather")],
  });
  const doors = await openEveryDoor(open);
  const guests: Screen[] = [
    { name: "join", path: `/join/${account.join_code}`, there: "Sign in" },
    { name: "join-dead", path: "/join/nothing", there: "This invitation doesn't work" },
    { name: "transfer-dead", path: "/session/transfers/nothing", there: "This link no longer works" },
    { name: "sign-in", path: "/session/new", there: "Campfire version" },
    { name: "sign-in-refused", path: "/session/new", there: "Campfire version", act: refuse },
  ];
  const bot = idOf("Weather");
  const administrators: Screen[] = [
    { name: "room", path: `/rooms/${room}`, there: "Thank you, Noor" },
    { name: "room-top", path: `/rooms/${room}`, there: "Thank you, Noor", act: toTheTop },
    { name: "room-menu", path: `/rooms/${room}`, there: "Thank you, Noor", act: openMenu },
    {
      name: "room-new-device",
      path: `/rooms/${room}`,
      there: "Thank you, Noor",
      act: (person) => newDevice(person, ria),
      after: () => confirmDevices(ria),
    },
    { name: "room-boosting", path: `/rooms/${room}`, there: "Thank you, Noor", act: openBoost },
    ...composerScenes(`/rooms/${room}`),
    { name: "sidebar", path: `/rooms/${room}`, there: "Thank you, Noor", act: openSidebar },
    { name: "jump", path: `/rooms/${room}`, there: "Thank you, Noor", act: byKeys("Control+k") },
    { name: "keys", path: `/rooms/${room}`, there: "Thank you, Noor", act: byKeys("?") },
    { name: "room-empty", path: `/rooms/${kitchen}`, there: "The first word is yours" },
    { name: "room-gone", path: "/rooms/nothing", there: "This room is not here" },
    { name: "room-settings-open", path: `/rooms/${room}/edit`, there: "Everyone" },
    { name: "room-settings-closed", path: `/rooms/${closed.id}/edit`, there: "Noor Haddad" },
    { name: "room-new", path: "/rooms/opens/new", there: "Everyone" },
    { name: "room-new-closed", path: "/rooms/closeds/new", there: "Noor Haddad" },
    { name: "ping-new", path: "/rooms/directs/new", there: "Start Ping" },
    { name: "ping-new-suggest", path: "/rooms/directs/new", there: "Start Ping", act: typeAName },
    { name: "notifications", path: "/notifications", there: "lanterns" },
    {
      name: "share",
      path: "/share?text=The%20ferry%20leaves%20at%20nine&url=https%3A%2F%2Fexample.com%2Fferry",
      there: "The ferry",
    },
    { name: "profile", path: "/users/me/profile", there: "Signed in on" },
    { name: "push", path: "/users/me/push_subscriptions", there: "Devices that get" },
    { name: "user", path: `/users/${idOf(TOM.name)}`, there: TOM.name },
    { name: "user-bot", path: `/users/${bot}`, there: "Weather" },
    { name: "account", path: "/account/edit", there: "What is switched on" },
    { name: "status", path: "/account/status", there: "The last hour" },
    { name: "styles", path: "/account/custom_styles/edit", there: "Custom CSS" },
    ...botScenes(bot),
    { name: "not-found", path: "/nowhere", there: "Nothing at this address" },
    {
      name: "room-offline",
      path: `/rooms/${room}`,
      there: "Thank you, Noor",
      act: loseTheLine,
      after: () => server.start(),
    },
    ...searchScenes(`/rooms/${room}`),
  ];
  const members: Screen[] = [
    { name: "member-ping", path: `/rooms/${ping}`, there: "Are you awake?" },
    { name: "member-ping-settings", path: `/rooms/${ping}/edit`, there: "Ria Castellanos" },
    { name: "member-room-settings", path: `/rooms/${room}/edit`, there: "Summer camp" },
    { name: "member-account", path: "/account/edit", there: "Share to invite" },
    { name: "member-user", path: `/users/${idOf("Noor Haddad")}`, there: "Noor Haddad" },
  ];
  for (const size of ["phone", "tablet", "desktop"] as const) {
    for (const theme of ["light", "dark"] as const) {
      await tour(size, theme, empty, null, [{ name: "first-run", path: "/", there: "Set up Campfire" }]);
      await tour(size, theme, server, null, guests);
      await tour(size, theme, open, null, doors.guests);
      await tour(size, theme, open, RIA, doors.administrator);
      await tour(size, theme, server, RIA, administrators);
      await tour(size, theme, server, TOM, members);
    }
  }
} finally {
  await browser.close();
  await Promise.all([empty, server, open].map((each) => each.dispose()));
}
process.stdout.write(`${shot} screenshots are in ${folder}\n`);

async function tour(
  size: Size,
  theme: Theme,
  at: CampfireServer,
  who: typeof RIA | null,
  screens: Screen[],
): Promise<void> {
  const asked = screens.filter(({ name }) => wanted.some((w) => `${name}-${size}-${theme}`.includes(w)));
  if (asked.length === 0) return;
  const person = await Person.arrive(browser, at.url, {
    viewport: SIZES[size],
    hasTouch: size !== "desktop",
    isMobile: size !== "desktop",
    colorScheme: theme,
    reducedMotion: "reduce",
  });
  const { page, context } = person;
  page.setDefaultTimeout(5_000);
  if (who) await person.signIn(who);
  for (const { name, path, there, act, after } of asked) {
    await person.go(path);
    try {
      await page.getByText(there).first().waitFor({ state: "attached", timeout: 5_000 });
      await page.locator("main:not([aria-busy=true])").first().waitFor();
      await act?.(person);
    } catch (error) {
      process.exitCode = 1;
      process.stdout.write(`${name} at ${size} is not what it should be: ${String(error).split("\n")[0]}\n`);
    }
    await page.waitForFunction(() => document.getAnimations().length === 0);
    await page.screenshot({
      path: `${folder}/${name}-${size}-${theme}.png`,
      fullPage: true,
      caret: "initial",
    });
    shot += 1;
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) process.stdout.write(`${name} at ${size}: ${wide} px wider than the window\n`);
    await after?.();
  }
  await context.close();
}

async function refuse(person: Person): Promise<void> {
  await person.enterPassword({ ...RIA, password: "not this one" });
  await person.page.getByRole("alert").waitFor();
}

/** By a link, for sign-ins are counted; each time as something else: what keeps no cookies is known by what it calls itself. */
async function newDevice({ page }: Person, ria: Api): Promise<void> {
  const { url } = await ria.call<{ url: string }>("POST", "/api/chat/transfers", {});
  const link = `${server.url}/api/chat/transfers/${url.split("/").at(-1)}`;
  await fetch(link, { method: "POST", headers: { "User-Agent": `Safari/605 iPhone ${shot}` } });
  await page.getByText("New sign-in:").waitFor();
}

async function confirmDevices(ria: Api): Promise<void> {
  const { devices } = await ria.call<{ devices: { id: string }[] }>("GET", "/api/chat/devices");
  for (const { id } of devices) await ria.call("POST", `/api/chat/devices/${id}/confirm`);
}

async function loseTheLine(person: Person): Promise<void> {
  await server.terminate();
  await person.page.getByText("What you send waits here").waitFor();
  await person.composer.fill("This one waits");
  await person.page.getByRole("button", { name: "Send Message" }).click();
}
