import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import type { Api } from "./api.ts";
import { hearEffects, listenForEffects } from "./effects.ts";
import { Person } from "./person.ts";
import { playScene, RIA, TOM } from "./scene.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

/** A link to where one is leads nowhere, and says so. */
const CONTROLS =
  "button, a[href]:not([aria-current], .skip), summary, [role=button], [role=switch], [role=option], input[type=checkbox], select";

/** Ends the visit, or leads out of the house. */
const LEAVES = /^(log out|abmelden)$/i;

interface Trouble {
  where: string;
  what: string;
}

/** What no page may do, whatever is pressed. */
function watch(person: Person, troubles: Trouble[], where: () => string): void {
  const note = (what: string) => troubles.push({ where: where(), what });
  person.page.on("pageerror", (error) => note(`error: ${error.message}`));
  person.page.on("console", (message) => {
    // Chromium reports every refused request here too; those are judged by their status below.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      note(`console: ${message.text()}`);
    }
  });
  person.page.on("response", (answer) => {
    if (answer.status() >= 500) note(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
  });
}

/** Presses everything on one page that can be pressed, each from a fresh page, and expects something to happen. */
async function pressEverything(
  person: Person,
  path: string,
  troubles: Trouble[],
  at: (where: string) => void,
) {
  const { page } = person;
  await open(person, path);
  const many = await page.locator(CONTROLS).count();
  for (let index = 0; index < many; index++) {
    const control = page.locator(CONTROLS).nth(index);
    if (!(await control.isVisible().catch(() => false)) || !(await control.isEnabled())) continue;
    const name = await nameOf(page, index);
    if (LEAVES.test(name) || name === "") {
      if (name === "")
        troubles.push({ where: path, what: `a control without a name: ${await html(page, index)}` });
      continue;
    }
    at(`${path}: ${name}`);
    await listenForEffects(page);
    await control.click({ timeout: 3_000, noWaitAfter: true }).catch((error: Error) => {
      if (!/intercepts pointer events|not visible|detached|outside of the viewport/.test(error.message)) {
        troubles.push({
          where: `${path}: ${name}`,
          what: `cannot be pressed: ${error.message.split("\n")[0]}`,
        });
      }
    });
    const effect = await hearEffects(page);
    if (!effect) troubles.push({ where: `${path}: ${name}`, what: "nothing happens" });
    await open(person, path);
    if ((await page.locator(CONTROLS).count()) <= index) break;
  }
}

async function open(person: Person, path: string): Promise<void> {
  await person.go(path);
  await person.page.locator("main:not([aria-busy=true])").first().waitFor();
  await person.page.waitForLoadState("networkidle").catch(() => {});
}

function html(page: Page, index: number): Promise<string> {
  return page
    .locator(CONTROLS)
    .nth(index)
    .evaluate((element) => element.outerHTML.slice(0, 200));
}

function nameOf(page: Page, index: number): Promise<string> {
  return page
    .locator(CONTROLS)
    .nth(index)
    .evaluate((element) => {
      const label = element.getAttribute("aria-label") ?? "";
      const labels = element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? "") : "";
      return (label || labels || element.textContent || element.getAttribute("title") || "").trim();
    });
}

async function addresses(api: Api, room: string, administrator: boolean): Promise<string[]> {
  const { me, users, rooms } = await api.bootstrap();
  const other = users.find((user) => user.id !== me.id && user.role === "member");
  const bot = users.find((user) => user.role === "bot");
  const ping = rooms.find((each) => each.kind === "direct");
  const everybody = [
    `/rooms/${room}`,
    `/rooms/${room}/edit`,
    `/rooms/${ping?.id}`,
    `/rooms/${ping?.id}/edit`,
    "/rooms/opens/new",
    "/rooms/closeds/new",
    "/rooms/directs/new",
    "/searches",
    "/searches?q=pot",
    "/users/me/profile",
    `/users/${other?.id}`,
    `/users/${bot?.id}`,
    "/account/edit",
    "/nowhere",
  ];
  const administrators = [
    "/account/bots",
    "/account/bots/new",
    `/account/bots/${bot?.id}/edit`,
    "/account/custom_styles/edit",
  ];
  return administrator ? [...everybody, ...administrators] : everybody;
}

for (const role of ["member", "administrator"] as const) {
  it(`nothing that a ${role} can press is dead`, async () => {
    const { browser, server } = stage;
    const { ria, tom, room } = await playScene(server);
    const administrator = role === "administrator";
    const person = await Person.arrive(browser, server.url, { reducedMotion: "reduce" });
    await person.signIn(administrator ? RIA : TOM, `/rooms/${room}`);
    const troubles: Trouble[] = [];
    let where = "";
    watch(person, troubles, () => where);
    for (const path of await addresses(administrator ? ria : tom, room, administrator)) {
      await pressEverything(person, path, troubles, (now) => {
        where = now;
      });
    }
    expect(troubles).toEqual([]);
  }, 600_000);
}
