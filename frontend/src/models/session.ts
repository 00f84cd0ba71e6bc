import type { Server } from "../lib/pocketbase.ts";
import { ServerError } from "../lib/server-error.ts";
import { Store } from "../lib/store.ts";
import type { Bootstrap, Setup } from "../lib/wire.ts";

export type SessionSnapshot =
  | { status: "loading" }
  | { status: "unreachable"; reason: string }
  | { status: "setup" }
  | { status: "guest"; setup: Setup; ended: boolean }
  | { status: "member"; bootstrap: Bootstrap };

const LOADING: SessionSnapshot = { status: "loading" };

/** Am I somebody here? The cookie is not readable, so the server is asked. */
export class Session extends Store {
  readonly #server: Pick<Server, "bootstrap" | "setup">;
  #snapshot: SessionSnapshot = LOADING;
  #wanted = "/";
  #leaving = false;

  constructor(server: Pick<Server, "bootstrap" | "setup">) {
    super();
    this.#server = server;
  }

  readonly getSnapshot = (): SessionSnapshot => this.#snapshot;

  readonly load = async (): Promise<void> => {
    try {
      this.#set({ status: "member", bootstrap: await this.#server.bootstrap() });
    } catch (error) {
      if (error instanceof ServerError && error.status === 401) await this.#greet();
      else this.#fail(error);
    }
  };

  /** The server ended the session; what was typed stays on this machine. */
  readonly ended = (): void => {
    if (this.#snapshot.status === "member") void this.#greet(!this.#leaving);
  };

  /** The user ends it: whoever signs in next begins at the front door. The line may know of the end before `signOut` does. */
  readonly leave = async (signOut: () => Promise<void>): Promise<void> => {
    this.#leaving = true;
    try {
      await signOut();
    } catch (error) {
      if (this.#snapshot.status === "member") this.#leaving = false;
      throw error;
    }
    this.ended();
  };

  /** Where a guest wanted to go, for after the sign-in. */
  want(path: string): void {
    if (!this.#leaving) this.#wanted = path;
  }

  get wanted(): string {
    return this.#wanted;
  }

  takeWanted(): string {
    const path = this.#wanted;
    this.#wanted = "/";
    this.#leaving = false;
    return path;
  }

  async #greet(ended = false): Promise<void> {
    try {
      const setup = await this.#server.setup();
      this.#set(setup.needed ? { status: "setup" } : { status: "guest", setup, ended });
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#set({ status: "unreachable", reason: error instanceof Error ? error.message : "" });
  }

  #set(snapshot: SessionSnapshot): void {
    this.#snapshot = snapshot;
    this.changed();
  }
}
