import type { Person } from "./person.ts";

interface BotScene {
  name: string;
  path: string;
  there: string;
  act?: (person: Person) => Promise<void>;
}

/** The pages of bots, and what that of one can be made to show. */
export function botScenes(bot: string): BotScene[] {
  const path = `/account/bots/${bot}/edit`;
  const there = "Incoming webhook";
  return [
    { name: "bots", path: "/account/bots", there: "Weather" },
    { name: "bot-new", path: "/account/bots/new", there: "Where Campfire should send" },
    { name: "bot-edit", path, there },
    { name: "bot-key-form", path, there, act: openForm },
    { name: "bot-key", path, there, act: makeKey },
    { name: "bot-key-change", path, there, act: changeKey },
    { name: "bot-incoming", path, there, act: makeAddress },
    { name: "bot-webhook", path, there, act: callNobody },
  ];
}

async function openForm({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: "Add a key" }).click();
  await page.getByRole("radio", { name: "Only some rooms" }).check();
  // The outgoing webhook has a list of rooms too.
  await page.getByRole("checkbox", { name: "Summer camp" }).first().check();
}

async function makeKey({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: "Generate a new key in place of Key" }).click();
  await page.getByRole("textbox", { name: "Key", exact: true }).waitFor();
}

async function changeKey({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: "Change what Key is for" }).click();
  await page.getByRole("radio", { name: "Only some rooms" }).check();
}

async function makeAddress({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: "Make an address" }).click();
  await page.getByRole("textbox", { name: "Address for Slack's format" }).waitFor();
}

/** The page's own server answers there, and not as a bot does. */
async function callNobody({ page }: Person): Promise<void> {
  await page.getByPlaceholder("Webhook URL").fill(`${new URL(page.url()).origin}/up`);
  await page.getByRole("button", { name: "Save changes" }).click();
  const outgoing = page.getByRole("region", { name: "Outgoing webhook" });
  await outgoing.getByRole("button", { name: "Send test" }).click();
  await outgoing.locator("summary").first().click();
}
