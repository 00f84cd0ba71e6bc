import { type ChildProcess, execFile, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const BINARY = resolve(process.env.CAMPFIRE_BINARY ?? resolve(import.meta.dirname, "../../campfire"));
const READY_MS = 20_000;

/** Creating the tables takes half a second of processor time, so that it is done once. */
let unused: Promise<string> | null = null;

/** The real binary on its own data directory. Its address stays the same through every restart. */
export class CampfireServer {
  readonly #home: string;
  readonly #port: number;
  #child: ChildProcess | null = null;
  #output = "";

  private constructor(home: string, port: number) {
    this.#home = home;
    this.#port = port;
  }

  /** On a directory that was used by nobody: its migrations have run. */
  static async begin(): Promise<CampfireServer> {
    unused ??= CampfireServer.#prepare();
    const server = await CampfireServer.#at(await mkdtemp(join(tmpdir(), "campfire-e2e-")));
    await cp(await unused, server.#data, { recursive: true });
    await server.start();
    return server;
  }

  static async #prepare(): Promise<string> {
    const home = await mkdtemp(join(tmpdir(), "campfire-e2e-"));
    process.once("exit", () => rmSync(home, { recursive: true, force: true }));
    const server = await CampfireServer.#at(home);
    await server.start();
    await server.terminate();
    return server.#data;
  }

  static async #at(home: string): Promise<CampfireServer> {
    return new CampfireServer(home, await freePort());
  }

  get url(): string {
    return address(this.#port);
  }

  /** Another port is for what must happen while the pages believe that the server is away. */
  async start(port = this.#port): Promise<void> {
    const args = ["serve", "--http", `127.0.0.1:${port}`, "--dir", this.#data];
    const env = { ...process.env, ALLOW_EPHEMERAL: "1" }; // in a container the temporary directory is a layer
    const child = spawn(BINARY, args, { stdio: ["ignore", "pipe", "pipe"], cwd: this.#home, env });
    this.#child = child;
    child.stdout.on("data", (text) => this.#note(text));
    child.stderr.on("data", (text) => this.#note(text));
    child.on("error", (error) => this.#note(error.message));
    await this.#ready(child, address(port));
  }

  /** Runs the server where no page looks for it, and stops it again. */
  async elsewhere(act: (url: string) => Promise<void>): Promise<void> {
    const port = await freePort();
    await this.start(port);
    await act(address(port));
    await this.terminate();
  }

  /** What the command line says, beside the running server. */
  async command(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(BINARY, [...args, "--dir", this.#data]);
    return stdout;
  }

  kill9(): Promise<void> {
    return this.#end("SIGKILL");
  }

  terminate(): Promise<void> {
    return this.#end("SIGTERM");
  }

  /** Takes connections and bytes, and answers nothing. */
  freeze(): void {
    this.#child?.kill("SIGSTOP");
  }

  async backUp(): Promise<void> {
    await rm(this.#backup, { recursive: true, force: true });
    await cp(this.#data, this.#backup, { recursive: true });
  }

  /** Copied beside the present data before those are removed, as one does who is careful. */
  async restoreBackup(): Promise<void> {
    const copy = `${this.#data}.restored`;
    await cp(this.#backup, copy, { recursive: true });
    await rm(this.#data, { recursive: true });
    await rename(copy, this.#data);
  }

  async dispose(): Promise<void> {
    await this.kill9();
    await rm(this.#home, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.#home, "data");
  }

  get #backup(): string {
    return join(this.#home, "backup");
  }

  #note(text: unknown): void {
    this.#output = `${this.#output}${text}`.slice(-4_000);
  }

  async #ready(child: ChildProcess, url: string): Promise<void> {
    for (const deadline = Date.now() + READY_MS; Date.now() < deadline; await sleep(20)) {
      if (child.exitCode !== null) break;
      const answer = await fetch(`${url}/api/chat/setup`).catch(() => null);
      if (answer?.ok) return;
    }
    child.kill("SIGKILL");
    throw new Error(`${BINARY} did not start:\n${this.#output}`);
  }

  async #end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await gone;
  }
}

function address(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const bound = probe.address();
      probe.close(() =>
        bound && typeof bound === "object" ? done(bound.port) : failed(new Error("no port")),
      );
    });
  });
}
