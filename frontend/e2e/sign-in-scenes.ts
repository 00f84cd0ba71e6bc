import { Api } from "./api.ts";
import { Dashboard } from "./dashboard.ts";
import type { Person } from "./person.ts";
import { RIA } from "./scene.ts";
import type { CampfireServer } from "./server.ts";

const EMAIL = RIA.email;
const THERE = "Campfire version";

/** Makes a camp with every door there is, for screenshots.ts, and answers with its pages. */
export async function openEveryDoor(server: CampfireServer) {
  const script = await Api.firstRun(server.url, RIA);
  const { account } = await script.bootstrap();
  const policy = { join_policy: "provider" };
  await script.call("PATCH", "/api/collections/account/records/campfireaccount", policy);
  const dashboard = await Dashboard.open(server.url, RIA);
  const known = { clientId: "campfire", clientSecret: "secret" };
  const company = {
    ...known,
    name: "oidc",
    displayName: "Company",
    authURL: "http://127.0.0.1:1/authorize",
    tokenURL: "http://127.0.0.1:1/token",
    userInfoURL: "http://127.0.0.1:1/userinfo",
  };
  await dashboard.mail({ port: 1 });
  await dashboard.providers({ ...known, name: "google" }, { ...known, name: "github" }, company);
  const guests = [
    { name: "doors-sign-in", path: "/session/new", there: THERE },
    { name: "doors-code-ask", path: "/session/new", there: THERE, act: askForCode },
    { name: "doors-code", path: "/session/new", there: THERE, act: getCode },
    { name: "doors-forgot", path: "/session/new", there: THERE, act: forget },
    { name: "doors-letter", path: "/session/new", there: THERE, act: getLetter },
    { name: "doors-refused", path: "/session/oauth2?code=x&state=x", there: "You are not signed in" },
    { name: "doors-join", path: `/join/${account.join_code}`, there: "Continue with Google" },
  ];
  const administrator = [
    { name: "doors-account", path: "/account/edit", there: "Who may join", act: see("Who may join") },
    { name: "doors-profile", path: "/users/me/profile", there: "Connect", act: see("Sign-in providers") },
  ];
  return { guests, administrator };
}

async function askForCode({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: "Sign in with a code by mail" }).click();
  await page.getByPlaceholder("Enter your email address").fill(EMAIL);
}

/** Answered here: so many letters as there are pictures the server does not write. */
async function getCode(person: Person): Promise<void> {
  await person.page.route("**/request-otp", (route) => route.fulfill({ json: { otpId: "x" } }));
  await askForCode(person);
  await person.page.getByRole("button", { name: "Send me the code" }).click();
  await person.page.getByPlaceholder("Code from the letter").waitFor();
}

async function forget({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: "Forgot your password?" }).click();
  await page.getByPlaceholder("Enter your email address").fill(EMAIL);
}

async function getLetter(person: Person): Promise<void> {
  await person.page.route("**/request-password-reset", (route) => route.fulfill({ status: 204 }));
  await forget(person);
  await person.page.getByRole("button", { name: "Send me the link" }).click();
  await person.page.getByText("Look into your mail").waitFor();
}

function see(region: string): (person: Person) => Promise<void> {
  return async ({ page }) => {
    await page
      .getByRole("region", { name: region })
      .evaluate((box) => box.scrollIntoView({ block: "center" }));
  };
}
