import type { CDPSession } from "playwright-core";
import { afterAll, expect, it } from "vitest";
import { Api } from "./api.ts";
import { launchBrowser } from "./browser.ts";
import { ADA, BO, Person } from "./person.ts";
import { PushService } from "./push-service.ts";
import { setStage } from "./stage.ts";

const service = await PushService.begin();
process.env.PUSH_ENDPOINTS_ALLOWED = service.host;
const stage = setStage(launchBrowser);
afterAll(() => service.close());

/** Chromium's own push service is out of reach here: the browser subscribes at ours. */
async function subscribeHere(person: Person): Promise<void> {
  await person.context.grantPermissions(["notifications"]);
  await person.page.addInitScript((json) => {
    const options = { applicationServerKey: null, userVisibleOnly: true };
    const fake = { toJSON: () => json, unsubscribe: async () => true, options };
    PushManager.prototype.subscribe = async () => fake as unknown as PushSubscription;
  }, service.subscription);
}

/** What the push service would hand to the browser. */
async function deliver(cdp: CDPSession, registration: string, origin: string): Promise<void> {
  await expect.poll(() => service.pushed.length).toBeGreaterThan(0);
  const data = service.pushed.shift() ?? "";
  await cdp.send("ServiceWorker.deliverPushMessage", { origin, registrationId: registration, data });
}

async function workerOf(person: Person): Promise<{ cdp: CDPSession; registration: string }> {
  const cdp = await person.context.newCDPSession(person.page);
  const found = new Promise<string>((done) => {
    cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      if (registrations[0]) done(registrations[0].registrationId);
    });
  });
  await cdp.send("ServiceWorker.enable");
  const registration = await found;
  // What is pushed to a worker that is still being installed is lost.
  await expect
    .poll(() => person.page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state))
    .toBe("activated");
  return { cdp, registration };
}

const shown = (person: Person) =>
  person.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
  });

/** Presses the notification, as far as a test can: Chromium lets only people do it. */
async function press(person: Person, action = ""): Promise<void> {
  const [worker] = person.context.serviceWorkers();
  await worker?.evaluate(async (action) => {
    const scope = globalThis as unknown as { registration: ServiceWorkerRegistration };
    const [notification] = await scope.registration.getNotifications();
    const event = Object.assign(new Event("notificationclick"), {
      notification,
      action,
      waitUntil: () => {},
    });
    globalThis.dispatchEvent(event);
  }, action);
}

it("a message is pushed, shown, leads to its room, and goes when it was read", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  await script.invite(BO);
  const kitchen = await script.createRoom("Kitchen");

  const ada = await Person.arrive(browser, server.url, { serviceWorkers: "allow" });
  await subscribeHere(ada);
  await ada.signIn(ADA);
  const { cdp, registration } = await workerOf(ada);
  await ada.page.getByRole("button", { name: "Turn on notifications" }).click();
  await ada.page.getByRole("button", { name: "Turn on notifications" }).waitFor({ state: "detached" });

  await ada.go("/users/me/push_subscriptions");
  await ada.page.getByText("This device").waitFor();
  await ada.page.getByRole("button", { name: /^Send a test notification/ }).click();
  await deliver(cdp, registration, server.url);
  await expect.poll(() => shown(ada), { timeout: 30_000 }).toMatchObject([{ title: "Campfire test" }]);
  await ada.page.getByText("The last one was delivered").waitFor();
  await press(ada);
  expect(await shown(ada)).toEqual([]);

  const bo = await Person.arrive(browser, server.url);
  await bo.signIn(BO);
  await bo.page.getByRole("link", { name: "Kitchen" }).click();
  await bo.say("Nobody's name");
  await bo.sees("Nobody's name");
  expect(service.pushed).toEqual([]);

  const ping = await startPing(bo);
  await bo.say("Lunch <now>?");
  await deliver(cdp, registration, server.url);
  await expect
    .poll(() => shown(ada))
    .toEqual([{ title: BO.name, body: "Lunch <now>?", tag: `room:${ping}` }]);

  await press(ada);
  await ada.sees("Lunch <now>?");
  expect(new URL(ada.page.url()).pathname).toBe(`/rooms/${ping}`);
  expect(await shown(ada)).toEqual([]);

  // Somebody who has the room in front of them is not told again.
  await bo.say("Never mind");
  await ada.sees("Never mind");
  expect(service.pushed).toEqual([]);

  // Read on another device: the notification goes here.
  await ada.page.getByRole("link", { name: "Kitchen" }).click();
  await expect.poll(() => new URL(ada.page.url()).pathname).toBe(`/rooms/${kitchen.id}`);
  await ada.sees("Nobody's name"); // until then the ping is before her, and what comes there is read
  await bo.say("Dinner?");
  await deliver(cdp, registration, server.url);
  await expect.poll(async () => (await shown(ada)).length).toBe(1);
  const phone = await Person.arrive(browser, server.url);
  await phone.signIn(ADA, `/rooms/${ping}`);
  await phone.sees("Dinner?");
  await expect.poll(() => shown(ada)).toEqual([]);

  // Signing out ends it for good.
  await ada.go("/users/me/profile");
  await ada.page.getByRole("button", { name: "Log out" }).click();
  await ada.page.getByPlaceholder("Enter your email address").waitFor();
  await bo.say("Anybody?");
  await bo.sees("Anybody?");
  await bo.page.waitForTimeout(1_500);
  expect(service.pushed).toEqual([]);
  expect([...ada.troubles, ...bo.troubles]).toEqual([]);
});

async function startPing(person: Person): Promise<string> {
  await person.page.getByRole("button", { name: "Start a ping with Ada" }).click();
  await expect.poll(() => person.page.title()).toContain(ADA.name);
  return new URL(person.page.url()).pathname.split("/")[2] ?? "";
}

it("Chromium finds nothing that keeps it from installing Campfire, and starts it without a server", async () => {
  const { browser, server } = stage;
  await Api.firstRun(server.url, ADA);
  const ada = await Person.arrive(browser, server.url, { serviceWorkers: "allow" });
  await ada.signIn(ADA);
  const { cdp } = await workerOf(ada);
  await ada.page.evaluate(() => navigator.serviceWorker.ready);
  const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors");
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  const { errors, data } = await cdp.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  expect(JSON.parse(data ?? "{}")).toMatchObject({ name: "Campfire", display: "standalone" });

  const kept = await ada.page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain("/");
  expect(kept.filter((path) => path.startsWith("/api"))).toEqual([]);

  // What was read here can be read while the server is away, and it goes on when it is back.
  await ada.say("Written before the storm");
  await ada.sees("Written before the storm");
  await ada.page.reload();
  await ada.sees("Written before the storm");
  await server.terminate();
  await ada.page.reload();
  await ada.sees("Written before the storm");
  await server.start();
  await ada.say("Written after it");
  await ada.sees("Written after it");

  // Nothing of it is left for whoever comes next.
  await ada.go("/users/me/profile");
  await ada.page.getByRole("button", { name: "Log out" }).click();
  await ada.page.getByPlaceholder("Enter your email address").waitFor();
  await server.terminate();
  await ada.page.reload();
  await ada.page.getByRole("heading", { name: "Can't reach Campfire" }).waitFor();
  expect(ada.troubles).toEqual([]);
});
