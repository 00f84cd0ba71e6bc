import type { Clock } from "../lib/clock.ts";
import type { Bootstrap } from "../lib/wire.ts";

const RETRY_MS = 2_000;

interface ResyncOptions {
  fetch: () => Promise<Bootstrap>;
  adopt: (bootstrap: Bootstrap) => Promise<void>;
  onError: (error: unknown) => void;
  clock: Clock;
}

/** Our place in the log is worth nothing any more: begin again from a snapshot, until one comes. */
export class Resync {
  readonly #options: ResyncOptions;
  #cancel: (() => void) | null = null;

  constructor(options: ResyncOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    this.stop();
    const { fetch, adopt, onError, clock } = this.#options;
    try {
      await adopt(await fetch());
    } catch (error) {
      onError(error);
      this.#cancel = clock.after(RETRY_MS, () => void this.run());
    }
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
