import { afterAll, beforeAll, expect, it } from "vitest";
import { Api } from "./api.ts";
import { expectNoBarriers } from "./barriers.ts";
import { Dashboard } from "./dashboard.ts";
import { Mailbox } from "./mailbox.ts";
import { OIDCProvider } from "./oidc-provider.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();
let company: OIDCProvider;
let mailbox: Mailbox;

beforeAll(async () => {
  [company, mailbox] = await Promise.all([OIDCProvider.begin(), Mailbox.begin()]);
});
afterAll(() => {
  company.close();
  mailbox.close();
});

const digits = (letter: string) => /\b\d{8}\b/.exec(letter)?.[0] ?? "";

it("a provider leads from its button to the room, and nowhere if it should not", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const dashboard = await Dashboard.open(server.url, ADA);
  const { account } = await script.bootstrap();
  const ria = await Person.arrive(browser, server.url, { reducedMotion: "reduce" });
  const { page } = ria;
  const button = page.getByRole("button", { name: "Continue with Company" });
  const refused = page.getByRole("heading", { name: "You are not signed in" });

  // Nothing is offered that is not there.
  await ria.go("/session/new");
  await page.getByRole("button", { name: "Go", exact: true }).waitFor();
  expect(await page.getByRole("button").allInnerTexts()).not.toContain("Continue with Company");
  expect(await page.locator(".signup__ways, .provider").count()).toBe(0);
  await dashboard.providers(company.config);

  // Without the join link the policy keeps her out; with it she is in, and later she needs only the button.
  const room = `/rooms/${await script.firstRoom()}`;
  await ria.go(room);
  await button.click();
  await refused.waitFor();
  await page.getByText("Ask somebody for the join link").waitFor();
  expect(new URL(page.url()).search, "code and state are gone from the address").toBe("");
  await expectNoBarriers(page, "refused by a provider");

  await ria.go(`/join/${account.join_code}`);
  await button.click();
  await ria.composer.waitFor();
  await ria.say("Here by the company's door");
  await ria.sees("Here by the company's door");
  await page.getByRole("link", { name: "My Settings" }).click();
  await page.getByRole("button", { name: "Log out" }).click();

  await page.getByRole("button", { name: "Go", exact: true }).waitFor();
  await expectNoBarriers(page, "sign-in with a provider");
  company.forgets = true;
  await button.click();
  await refused.waitFor();
  await page.getByText("did not begin in this browser").waitFor();
  company.forgets = false;
  company.turnsBack = true;
  await page.getByRole("link", { name: "Try again" }).click();
  await button.click();
  await page.getByText("Company did not say who you are").waitFor();
  company.turnsBack = false;
  await page.getByRole("link", { name: "Try again" }).click();
  await button.click();
  await ria.composer.waitFor();
  expect(ria.troubles).toEqual([]);
});

it("letters sign in, lead to a new password, and are a second proof", async () => {
  const { browser, server } = stage;
  await Api.firstRun(server.url, ADA).then((script) => script.invite(BO));
  const dashboard = await Dashboard.open(server.url, ADA);
  await dashboard.mail(mailbox);
  const bo = await Person.arrive(browser, server.url, { reducedMotion: "reduce" });
  const { page } = bo;
  const code = page.getByPlaceholder("Code from the letter");

  await bo.go("/session/new");
  await page.getByPlaceholder("Enter your email address").fill(BO.email);
  await page.getByRole("button", { name: "Forgot your password?" }).click();
  await page.getByRole("button", { name: "Send me the link" }).click();
  await page.getByText(`If ${BO.email} belongs to somebody here`).waitFor();
  const link = /https?:\/\/\S+\/session\/reset\/\S+/.exec(await mailbox.next())?.[0] ?? "";
  expect(link).toContain(`${server.url}/session/reset/`);
  await page.goto(link);
  await page.getByPlaceholder("New password").fill("by the river");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();

  await page.getByRole("button", { name: "Sign in with a code by mail" }).click();
  await page.getByPlaceholder("Enter your email address").fill(BO.email);
  await page.getByRole("button", { name: "Send me the code" }).click();
  await code.fill("0000 0000");
  await page.getByRole("button", { name: "Go", exact: true }).click();
  await page.getByText("This code is wrong, or too old.").waitFor();
  await expectNoBarriers(page, "a wrong code");
  expect(await code.getAttribute("autocomplete")).toBe("one-time-code");
  expect(await page.getByRole("button", { name: "Send another code in" }).isDisabled()).toBe(true);
  await code.fill(digits(await mailbox.next()));
  await page.getByRole("button", { name: "Go", exact: true }).click();
  await bo.composer.waitFor();
  expect(await mailbox.next()).toContain("New sign-in: Chrome on Linux");
  await page.getByRole("link", { name: "My Settings" }).click();
  await page.getByRole("button", { name: "Log out" }).click();

  await dashboard.options({ mfa: { enabled: true, duration: 600 } });
  await dashboard.providers(company.config);
  await page.getByRole("button", { name: "Go", exact: true }).waitFor();
  await bo.go("/session/new");
  await bo.enterPassword({ ...BO, password: "by the river" });
  await page.getByText("asks for a second proof").waitFor();
  await page.getByRole("button", { name: "Continue with Company" }).waitFor();
  await expectNoBarriers(page, "two ways to a second proof");
  await code.fill(digits(await mailbox.next()));
  await code.press("Enter");
  await bo.composer.waitFor();
  expect(bo.troubles).toEqual([]);
});

it("an administrator says who joins, and connects a provider", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const dashboard = await Dashboard.open(server.url, ADA);
  const join = `/join/${(await script.bootstrap()).account.join_code}`;
  const ada = await Person.arrive(browser, server.url, { reducedMotion: "reduce" });
  const zoe = await Person.arrive(browser, server.url, { reducedMotion: "reduce" });
  const panel = ada.page.getByRole("region", { name: "Who may join" });
  const button = zoe.page.getByRole("button", { name: "Continue with Company" });

  await ada.signIn(ADA);
  await ada.go("/account/edit");
  await panel.getByText("by a sign-in provider").click();
  await panel.getByText("nobody new can come in").waitFor();
  await zoe.go(join);
  await zoe.page.getByText("Nobody new can come in").waitFor();
  await dashboard.providers(company.config);
  await ada.page.reload();
  await panel.getByText("Everybody whom a provider knows").waitFor();
  await panel.getByLabel("Mail domains", { exact: true }).fill("Example.com");
  await panel.getByRole("button", { name: "Save mail domains" }).click();
  await expect.poll(() => panel.getByLabel("Mail domains", { exact: true }).inputValue()).toBe("example.com");
  await expectNoBarriers(ada.page, "who may join");

  // No link and no form: the button makes the account, for the right domain.
  company.person = { sub: "zoe", email: "zoe@example.org", name: "Zoe Park" };
  await zoe.go(join);
  await button.waitFor();
  expect(await zoe.page.getByPlaceholder("Password").count()).toBe(0);
  await zoe.go("/session/new");
  await button.click();
  await zoe.page.getByText("Addresses of this domain cannot join here").waitFor();
  company.person.email = "zoe@example.com";
  await zoe.page.getByRole("link", { name: "Try again" }).click();
  await button.click();
  await zoe.composer.waitFor();
  await panel.getByText("not by themselves").click();
  await ada.page.getByRole("textbox", { name: "Share to invite more people" }).waitFor({ state: "detached" });
  await zoe.context.clearCookies();
  await zoe.go(join);
  await zoe.page.getByRole("heading", { name: "Nobody joins by themselves here" }).waitFor();

  // What leads to somebody else is not connected with her; her own is, and makes no second session.
  await ada.go("/users/me/profile");
  const connect = ada.page.getByRole("button", { name: "Connect Company", exact: true });
  await connect.click();
  await ada.page.getByRole("heading", { name: "This was not connected" }).waitFor();
  await ada.page.getByText("leads to another account here").waitFor();
  company.person = { sub: "ada", email: ADA.email, name: ADA.name };
  await ada.page.getByRole("link", { name: "Go Back" }).click();
  await connect.click();
  await ada.page.getByRole("button", { name: "Disconnect Company" }).waitFor();
  const devices = ada.page.getByRole("region", { name: "Signed in on" }).getByRole("listitem");
  await expect.poll(() => devices.count()).toBe(2); // here, and the script
  await ada.page.getByRole("button", { name: "Disconnect Company" }).click();
  await connect.waitFor();
  expect([ada.troubles, zoe.troubles]).toEqual([[], []]);
});
