import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { Api } from "./api.ts";
import { expectNoBarriers } from "./barriers.ts";
import { ADA, BO, Person } from "./person.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

/** Runs a command as it is, and adds the status to what it prints. */
async function run(command: string): Promise<string> {
  const shell = `${command} -s -w ' %{http_code}'`;
  return (await promisify(execFile)("sh", ["-c", shell])).stdout.replaceAll("\n", "").trim();
}

const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });

it("a bot is made, its lines post as they are, and its keys and itself end", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  await script.invite(BO);
  const room = await script.firstRoom();
  const ada = await Person.arrive(browser, server.url, {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const bo = await Person.arrive(browser, server.url);
  await Promise.all([ada.signIn(ADA), bo.signIn(BO)]);
  const { page } = ada;
  const copied = async (button: string) => {
    await page.getByRole("button", { name: button }).click();
    await page.getByText("Copied", { exact: true }).waitFor({ state: "attached" });
    return page.evaluate(() => navigator.clipboard.readText());
  };
  await ada.go("/account/bots");
  await page.getByRole("link", { name: "Add a chat bot" }).click();
  await page.getByPlaceholder("Name the bot").fill("Weather");
  await page.getByPlaceholder("Webhook URL").fill("https://example.com/hook");
  await page.getByRole("button", { name: "Save changes" }).click();

  // As the original's bots have it: what is copied is run as it is, and somebody else sees it.
  const command = await copied("Copy message command");
  const key = await field(page, "Key").inputValue();
  expect(command).toContain(`/rooms/${room}/${key}/messages`);
  expect(await run(command)).toBe("201");
  await bo.sees("Hello!");
  const attach = await field(page, "curl command for posting attachments").inputValue();
  expect(await run(attach.replace("/path/to/file", "/etc/hostname"))).toMatch(/"files_off".* 403$/);
  await page.getByText("Files are off here").waitFor();
  await page.getByRole("radio", { name: "In a header" }).check();
  expect(await run(await field(page, "curl command for posting messages").inputValue())).toMatch(/ 200$/);
  await expectNoBarriers(page, "a key that is shown");

  // Shown once; another one takes its place, and the webhook's own key is nobody's to end.
  await page.reload();
  await expect.poll(() => page.getByPlaceholder("Webhook URL").inputValue()).toBe("https://example.com/hook");
  await page.getByText("The webhook's own key").waitFor();
  expect(await field(page, "Key").count()).toBe(0);
  const keys = page.getByRole("region", { name: "Keys" });
  await keys.getByText("reads and writes · every room of the bot").waitFor();
  await keys.getByText(/last used this minute/).waitFor();
  await keys.getByRole("button", { name: "Generate a new key in place of Key" }).click();
  await field(page, "Key").waitFor();
  const next = await field(page, "curl command for posting messages").inputValue();
  expect(await run(command)).toMatch(/ 401$/);
  expect(await run(next)).toBe("201");

  // One that only reads, in one room.
  await keys.getByRole("button", { name: "Add a key" }).click();
  await keys.getByRole("textbox", { name: "Name of the key" }).fill("Archive");
  await keys.getByRole("checkbox", { name: "Read" }).uncheck();
  await keys.getByRole("checkbox", { name: "Write" }).uncheck();
  await keys.getByRole("button", { name: "Make the key" }).click();
  await keys.getByText("A key is for reading, for writing, or for both.").waitFor();
  await keys.getByRole("checkbox", { name: "Read" }).check();
  await keys.getByRole("radio", { name: "Only some rooms" }).check();
  await keys.getByRole("checkbox", { name: "All Talk" }).check();
  await expectNoBarriers(page, "the form of a key");
  await keys.getByRole("button", { name: "Make the key" }).click();
  await keys.getByText("only reads · All Talk").waitFor();
  const reading = await field(page, "curl command for reading messages").inputValue();
  await keys.getByText(`ends in ${(await field(page, "Key").inputValue()).slice(-4)}`).waitFor();
  expect(await run(reading)).toMatch(/"plain_text":"Hello!".* 200$/);

  // It is for something else from now on, and stays the same key.
  await keys.getByRole("button", { name: "Change what Archive is for" }).click();
  await keys.getByRole("textbox", { name: "Name of the key" }).fill("Diary");
  await keys.getByRole("checkbox", { name: "Read" }).uncheck();
  await keys.getByRole("checkbox", { name: "Write" }).check();
  await expectNoBarriers(page, "a key that is changed");
  await keys.getByRole("button", { name: "Save Archive" }).click();
  await keys.getByText("only writes · All Talk").waitFor();
  expect(await run(reading)).toMatch(/ 403$/);
  await keys.getByRole("button", { name: "Revoke Diary" }).click();
  await keys.getByText("only writes · All Talk").waitFor({ state: "detached" });
  expect(await run(reading)).toMatch(/ 401$/);

  // And with the bot all of them.
  await page.getByRole("link", { name: "Go Back" }).click();
  await page.getByRole("link", { name: "Edit Weather" }).waitFor();
  expect(await field(page, "curl command for posting messages").inputValue()).toContain("/KEY/messages");
  await page.getByRole("link", { name: "Edit Weather" }).click();
  await page.getByRole("button", { name: "Delete this chat bot" }).click();
  await page.getByText("No bots yet.").waitFor();
  expect(await run(next)).toMatch(/ 401$/);
  expect((await script.everything(room)).map((message) => message.body_text)).toEqual(
    Array(3).fill("Hello!"),
  );
  expect([ada.troubles, bo.troubles]).toEqual([[], []]);
});

it("an address for Slack's format is made, posts into its room, and ends", async () => {
  const { browser, server } = stage;
  const script = await Api.firstRun(server.url, ADA);
  const { user } = await script.call<{ user: { id: string } }>("POST", "/api/chat/bots", { name: "Deploys" });
  const kitchen = await script.createRoom("Kitchen");
  const ada = await Person.arrive(browser, server.url);
  const watching = await Person.arrive(browser, server.url);
  await Promise.all([ada.signIn(ADA), watching.signIn(ADA, `/rooms/${kitchen.id}`)]);
  const { page } = ada;
  await ada.go(`/account/bots/${user.id}/edit`);
  const incoming = page.getByRole("region", { name: "Incoming webhook" });
  await incoming.getByRole("combobox", { name: "Room" }).selectOption("Kitchen");
  await incoming.getByRole("button", { name: "Make an address" }).click();
  const command = await field(page, "curl command in Slack's format").inputValue();
  expect(await run(command)).toBe("ok 200");
  await watching.sees("Hello!");
  const address = await field(page, "Address for Slack's format").inputValue();
  const post = (payload: object) => fetch(address, { method: "POST", body: JSON.stringify(payload) });
  expect((await post({ text: "_Deployed_ <https://example.com|release 7>" })).status).toBe(200);
  await watching.sees("Deployed release 7");
  await expectNoBarriers(page, "an address that is shown");
  await page.getByText("only writes · Kitchen").waitFor();
  await page.getByRole("button", { name: "Revoke Incoming: Kitchen" }).click();
  await field(page, "Address for Slack's format").waitFor({ state: "detached" });
  expect((await post({ text: "still here?" })).status).toBe(401);
  expect([ada.troubles, watching.troubles]).toEqual([[], []]);
});

/** Something that is called, as a bot's author would run it. */
async function listen() {
  const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
  const answer = { status: 200, text: "" };
  const sink = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      calls.push({ headers: request.headers, body });
      response.writeHead(answer.status, { "Content-Type": "text/plain" }).end(answer.text);
    });
  });
  await new Promise<void>((ready) => sink.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(sink.address() as AddressInfo).port}/hook`,
    calls,
    answer,
    end: () => sink.close(),
  };
}

it("a webhook is tried, fails, is tried again, and answers", async () => {
  const { browser, server } = stage;
  const sink = await listen();
  const script = await Api.firstRun(server.url, ADA);
  const { user } = await script.call<{ user: { id: string } }>("POST", "/api/chat/bots", { name: "Echo" });
  const ping = await script.startPing(user.id);
  const ada = await Person.arrive(browser, server.url);
  await ada.signIn(ADA);
  const { page } = ada;
  await ada.go(`/account/bots/${user.id}/edit`);
  await page.getByPlaceholder("Webhook URL").fill(sink.url);
  await page.getByRole("button", { name: "Save changes" }).click();
  const secret = await field(page, "Signing secret").inputValue();
  const outgoing = page.getByRole("region", { name: "Outgoing webhook" });
  await outgoing.getByText("Nothing was sent yet.").waitFor();
  await outgoing.getByRole("button", { name: "Send test" }).click();
  await outgoing
    .getByRole("status")
    .getByText(/Delivered · answered 200 · \d+ ms/)
    .waitFor();
  const { headers, body } = sink.calls[0] ?? { headers: {}, body: "" };
  expect(JSON.parse(body)).toMatchObject({ test: true, user: { name: "Echo" } });
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const hmac = createHmac("sha256", Buffer.from(secret.replace("whsec_", ""), "base64"));
  expect(headers["webhook-signature"]).toBe(`v1,${hmac.update(signed).digest("base64")}`);

  // A refusal is final, until somebody tries again.
  sink.answer.status = 404;
  await script.send(ping.id, "Anybody?");
  await expect.poll(() => sink.calls.length).toBe(2);
  const row = outgoing.getByRole("listitem").filter({ hasText: "Ping" });
  await expect
    .poll(async () => {
      await outgoing.getByRole("button", { name: "Read the deliveries again" }).click();
      return row.filter({ hasText: "Failed · answered 404" }).count();
    })
    .toBe(1);
  await outgoing.getByText("The last call was not answered as it should be.").waitFor();
  await row.locator("summary").click();
  await row.getByText('"plain": "Anybody?"').waitFor();
  await expectNoBarriers(page, "a delivery that failed");
  Object.assign(sink.answer, { status: 200, text: "Here I am" });
  await row.getByRole("button", { name: /Repeat the call/ }).click();
  await row.getByText(/Delivered · answered 200/).waitFor();
  await outgoing.getByText("The last call was not answered as it should be.").waitFor({ state: "detached" });
  await expect.poll(async () => (await script.everything(ping.id)).at(-1)?.body_text).toBe("Here I am");

  // Another secret, and every message of a room.
  await outgoing.getByRole("button", { name: "New signing secret" }).click();
  await expect.poll(() => field(page, "Signing secret").inputValue()).not.toBe(secret);
  await outgoing.getByRole("checkbox", { name: "All Talk" }).check();
  sink.answer.text = "";
  await script.send(await script.firstRoom(), "Not to anybody");
  await expect.poll(() => sink.calls.at(-1)?.body).toContain("Not to anybody");
  expect(ada.troubles).toEqual([]);
  sink.end();
});
