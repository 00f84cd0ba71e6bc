import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { type Browser, type BrowserContext, chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The same engine without a browser's windows, in half the processor time. It shows no notifications. */
const LIGHT = `${CHROMIUM}-headless-shell`;

const OPTIONS = { executablePath: CHROMIUM, headless: true, args: FLAGS };

/** The machine's own Chromium, headless and with nothing phoning home. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch(OPTIONS);
}

/** For what needs no more than pages; where Chromium comes without its shell, the whole of it. */
export function launchPages(): Promise<Browser> {
  return chromium.launch(existsSync(LIGHT) ? { ...OPTIONS, executablePath: LIGHT } : OPTIONS);
}

export interface KeptBrowser {
  readonly context: BrowserContext;
  /** As a power cut would: no goodbye, no flush. */
  kill: () => Promise<void>;
}

/** A browser whose profile stays in `home`. */
export async function launchPersistent(home: string): Promise<KeptBrowser> {
  const context = await chromium.launchPersistentContext(home, {
    ...OPTIONS,
    locale: "en-US",
    serviceWorkers: "block",
  });
  const kill = async () => {
    const gone = new Promise((done) => context.once("close", done));
    for (const pid of await processesOf(home)) process.kill(pid, "SIGKILL");
    await gone;
  };
  return { context, kill };
}

async function processesOf(home: string): Promise<number[]> {
  const pids = (await readdir("/proc")).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")),
  );
  return pids.filter((_, index) => commands[index]?.includes(`--user-data-dir=${home}`));
}
