import { type Clock, systemClock } from "../lib/clock.ts";
import type { ByeFrame } from "../lib/frames.ts";
import type { ConnectionState } from "../lib/realtime.ts";
import { Store } from "../lib/store.ts";

export interface ConnectionSnapshot {
  open: boolean;
  /** Down for long enough that a person should know. */
  trouble: boolean;
  /** The server said that it restarts: nobody has to look for a fault. */
  restarting: boolean;
  /** The server brings another interface than the one that runs here. */
  outdated: boolean;
}

type Check = () => Promise<boolean>;

const PATIENCE_MS = 2_000;

/** What a person should know about the line. A blink is not worth a word. */
export class Connection extends Store {
  readonly #clock: Clock;
  readonly #isOutdated: Check;
  #snapshot: ConnectionSnapshot = { open: false, trouble: false, restarting: false, outdated: false };
  #build = "";
  #cancel: (() => void) | null = null;

  constructor(clock: Clock = systemClock, isOutdated: Check = async () => false) {
    super();
    this.#clock = clock;
    this.#isOutdated = isOutdated;
  }

  readonly getSnapshot = (): ConnectionSnapshot => this.#snapshot;

  became(state: ConnectionState): void {
    if (state !== "connecting") this.#calm();
    if (state === "open") this.#set({ open: true, trouble: false, restarting: false });
    else if (this.#snapshot.open) this.#set({ open: false });
    if (state !== "connecting" || this.#cancel || this.#snapshot.trouble) return;
    this.#cancel = this.#clock.after(PATIENCE_MS, () => {
      this.#cancel = null;
      this.#set({ trouble: true });
    });
  }

  /** The server's last word on a connection. */
  left(reason: ByeFrame["reason"]): void {
    if (reason === "restart") this.#set({ restarting: true });
  }

  /** A build that we have not met yet, the first one too: this page may be older, or from another machine's cache. */
  greeted(build: string): void {
    if (!build || build === this.#build) return;
    this.#build = build;
    this.#isOutdated().then(
      (outdated) => outdated !== this.#snapshot.outdated && this.#set({ outdated }),
      () => {
        this.#build = "";
      },
    );
  }

  #calm(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #set(change: Partial<ConnectionSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    this.changed();
  }
}
