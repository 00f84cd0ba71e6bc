import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import PocketBase from "pocketbase";
import type { Camp } from "./camp.ts";
import type { Example } from "./page.ts";

/** Beside the packages that scripts import, and out of git. */
const SCRIPTS = resolve(import.meta.dirname, "../node_modules/.api");

export interface Outcome {
  /** The statuses of the calls by curl, in their order. */
  statuses: number[];
  output: string;
}

/** Runs a shell example as somebody types it; curl says its status on a line of its own. */
export async function runShell(code: string, variables: Record<string, string>): Promise<Outcome> {
  const curl = `curl() { command curl -sS -w '%{stderr}%{http_code}\\n' "$@"; }\n`;
  const ran = await run("bash", ["-euo", "pipefail", "-c", curl + code], variables);
  const statuses = ran.errors.match(/^\d{3}$/gm) ?? [];
  return { statuses: statuses.map(Number), output: ran.output };
}

/** Puts a module where it finds the packages that it imports. */
export async function writeModule(code: string): Promise<string> {
  await mkdir(SCRIPTS, { recursive: true });
  const file = resolve(SCRIPTS, `${crypto.randomUUID()}.mjs`);
  await writeFile(file, code);
  return file;
}

type Script = (...values: unknown[]) => Promise<void>;
const AsyncFunction = (async () => {}).constructor as new (...source: string[]) => Script;

/** Runs an example for the SDK with `pb` signed in and the variables by name; what it logs last is its answer. */
export async function runScript(code: string, camp: Camp): Promise<string> {
  if (code.startsWith("import ")) {
    return (await run(process.execPath, [await writeModule(code)], camp.variables)).output;
  }
  const logged: unknown[] = [];
  const console = { log: (value: unknown) => logged.push(value) };
  const given = { pb: camp.client("TOKEN"), PocketBase, console, ...camp.variables };
  await new AsyncFunction(...Object.keys(given), code)(...Object.values(given));
  given.pb.realtime.unsubscribe();
  return logged.length > 0 ? JSON.stringify(logged.at(-1)) : "";
}

/** Runs an example and throws unless it goes as the page says. */
export async function runExample(example: Example, camp: Camp): Promise<string> {
  if (example.language === "js") return runScript(example.code, camp);
  const { statuses, output } = await runShell(example.code, camp.variables);
  const status = statuses.at(-1);
  const success = status !== undefined && status >= 200 && status < 300;
  if (example.status === undefined ? !success : status !== example.status) {
    throw new Error(`answered ${status}, not ${example.status ?? "a success"}: ${output}`);
  }
  return output;
}

function run(command: string, args: string[], variables: Record<string, string>) {
  return new Promise<{ output: string; errors: string }>((done, failed) => {
    const child = spawn(command, args, { env: { ...process.env, ...variables }, timeout: 20_000 });
    let output = "";
    let errors = "";
    child.stdout.on("data", (text) => (output += text));
    child.stderr.on("data", (text) => (errors += text));
    child.on("error", failed);
    child.on("close", (code) =>
      code === 0 ? done({ output, errors }) : failed(new Error(`ended with ${code}: ${errors}${output}`)),
    );
  });
}
