import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Api } from "../e2e/api.ts";
import type { Message } from "../src/lib/wire.ts";
import { Camp } from "./camp.ts";
import { runShell, writeModule } from "./run-example.ts";

const EXAMPLES = resolve(import.meta.dirname, "../../examples");

let camp: Camp;
let home: string;
const running: ChildProcess[] = [];
beforeAll(async () => {
  camp = await Camp.begin();
  home = await mkdtemp(join(tmpdir(), "campfire-examples-"));
});
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await camp.end();
  await rm(home, { recursive: true, force: true });
});

const ada = () => new Api(camp.url, camp.get("TOKEN"));
const said = async () =>
  (await ada().everything(camp.get("ROOM"))).map((message: Message) => message.body_text);
const echoes = async () => (await said()).filter((text) => text.startsWith("You said: "));

/** A bot of its own, so that two echoes do not answer each other's mentions. */
async function hire(name: string): Promise<{ id: string; key: string }> {
  const { user, key } = await ada().call<{ user: { id: string }; key: string }>("POST", "/api/chat/bots", {
    name,
  });
  return { id: user.id, key };
}

function mention(bot: { id: string }, name: string, words: string): Promise<Message> {
  return ada().send(camp.get("ROOM"), `<span class="mention" data-user="${bot.id}">@${name}</span> ${words}`);
}

/** Starts a bot and waits until it listens. */
async function start(command: string, args: string[], env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(command, args, { env: { ...process.env, CAMPFIRE: camp.url, ...env }, cwd: home });
  running.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  await expect.poll(() => output, { timeout: 10_000 }).toContain("listens");
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGKILL");
  await gone;
}

it("one line in a shell says something", async () => {
  const { output } = await runShell(`sh ${EXAMPLES}/say/say.sh "The backup is done"`, camp.variables);
  expect(output).toBe("");
  expect(await said()).toContain("The backup is done");
  await expect(
    runShell(`sh ${EXAMPLES}/say/say.sh "x"`, { ...camp.variables, KEY: "wrong" }),
  ).rejects.toThrow("401");
});

it("the echo in Go answers each mention once, also those that came while it was down", async () => {
  const binary = join(home, "echo");
  await promisify(execFile)("go", ["build", "-o", binary, "./examples/echo-go"], {
    cwd: resolve(EXAMPLES, ".."),
  });
  const bot = await hire("Gopher");
  const env = { KEY: bot.key, PLACE: join(home, "place.json") };
  const child = await start(binary, [], env);
  await mention(bot, "Gopher", "one");
  await ada().send(camp.get("ROOM"), "nothing for Gopher");
  await expect.poll(echoes, { timeout: 10_000 }).toEqual(["You said: one"]);
  await stop(child);
  await mention(bot, "Gopher", "two");
  await start(binary, [], env);
  await mention(bot, "Gopher", "three");
  await expect
    .poll(echoes, { timeout: 10_000 })
    .toEqual(["You said: one", "You said: two", "You said: three"]);
  expect(JSON.parse(await readFile(env.PLACE, "utf8")).seq).toBeGreaterThan(0);
});

it("the echo in JavaScript answers each mention once, also across a restart of the server", async () => {
  const bot = await hire("Jason");
  const file = await writeModule(await readFile(resolve(EXAMPLES, "echo-js/echo.mjs"), "utf8"));
  await start(process.execPath, [file], { KEY: bot.key });
  const before = await echoes();
  await mention(bot, "Jason", "alpha");
  await expect.poll(echoes, { timeout: 10_000 }).toEqual([...before, "You said: alpha"]);
  await camp.server.kill9();
  await camp.server.start();
  await mention(bot, "Jason", "beta");
  await expect.poll(echoes, { timeout: 20_000 }).toEqual([...before, "You said: alpha", "You said: beta"]);
});
