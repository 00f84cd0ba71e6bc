import { afterAll, beforeAll, expect, it } from "vitest";
import { Api } from "./api.ts";
import { expectNoBarriers } from "./barriers.ts";
import { Dashboard } from "./dashboard.ts";
import { Mailbox } from "./mailbox.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

async function choose({ page }: Person, pace: string): Promise<void> {
  const stored = page.waitForResponse((answer) => answer.request().method() === "PATCH");
  await page.getByText(pace, { exact: true }).click();
  expect((await stored).status()).toBe(200);
}

const stage = setStage();
let mailbox: Mailbox;

beforeAll(async () => {
  mailbox = await Mailbox.begin();
});
afterAll(() => mailbox.close());

it("who is away is mailed as often as they chose, and one click ends it", async () => {
  const { browser, server } = stage;
  const ada = await Api.firstRun(server.url, ADA);
  const me = (await (await ada.invite(BO)).bootstrap()).me.id;
  const room = await ada.firstRoom();
  const dashboard = await Dashboard.open(server.url, ADA);
  await dashboard.mail(mailbox);
  const bo = await Person.arrive(browser, server.url, { reducedMotion: "reduce" });
  const { page } = bo;
  const panel = page.getByRole("region", { name: "Mail when you are away" });
  const pace = (name: string) => panel.getByRole("radio", { name });
  const settings = () => bo.go("/users/me/profile");

  // Nothing to choose until an administrator says so.
  await bo.signIn(BO);
  expect(await mailbox.next()).toContain("New sign-in");
  await settings();
  await page.getByText("Signed in on").waitFor();
  expect(await panel.count()).toBe(0);
  await ada.call("PATCH", "/api/collections/account/records/campfireaccount", { mail_notices: true });
  await page.reload();
  await panel.getByText(BO.email).waitFor();
  await choose(bo, "Once a day");
  await page.reload();
  await expect.poll(() => pace("Once a day").isChecked()).toBe(true);

  // Away: the page is closed, the time passes.
  await page.close();
  const call = `<span class="mention" data-user="${me}">@Bo</span> `;
  await ada.send(room, `${call}the boat leaves`);
  await expect.poll(() => dashboard.hurryMail(me)).toBe(true);
  const letter = await mailbox.next();
  expect(letter).toContain("Ada Moreno mentioned you in All Talk");
  expect(letter).toContain("at most one such mail a day");
  expect(letter).not.toContain("the boat leaves");
  const link = /https?:\/\/\S+\/unsubscribe\/\S+/.exec(letter)?.[0] ?? "";
  expect(link).toContain(server.url);

  // The button of a mail program, which knows no session.
  const click = await fetch(link, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });
  expect(click.status).toBe(204);
  const back = await Person.openTab(bo.context, server.url);
  const backPanel = back.page.getByRole("region", { name: "Mail when you are away" });
  const never = backPanel.getByRole("radio", { name: "Never" });
  await back.go("/users/me/profile");
  await expect.poll(() => never.isChecked()).toBe(true);

  // It can be taken back, and the link in the letter asks before it ends anything.
  await choose(back, "Once an hour");
  await back.page.goto(link);
  await back.page.getByRole("heading", { name: "No more of these mails?" }).waitFor();
  await expectNoBarriers(back.page, "the end of mails");
  await back.page.getByRole("button", { name: "No more mails" }).click();
  await back.page.getByText("You can have them again at any time").waitFor();
  await ada.send(room, `${call}it has left`);
  await expect.poll(() => dashboard.mailBehind()).toBe(0);
  expect(await dashboard.hurryMail(me), "a mail waits").toBe(false);
  await back.go("/users/me/profile");
  await expect.poll(() => never.isChecked()).toBe(true);
  expect([bo.troubles, back.troubles]).toEqual([[], []]);
});
