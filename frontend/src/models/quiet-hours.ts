import { changeQuiet, type Quiet, type QuietChange, readQuiet } from "../lib/api/quiet.ts";
import type { Caller } from "../lib/pocketbase.ts";
import { Store } from "../lib/store.ts";

/** The longest wait that browsers take. */
const LONGEST_MS = 2 ** 31 - 1;
/** Past the border, so that the server is past it as well. */
const MARGIN_MS = 1_000;

/** My quiet hours. The server says how it is now and when that changes; then it is asked again. */
export class QuietHours extends Store {
  readonly #server: Caller;
  #quiet: Quiet | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(server: Caller) {
    super();
    this.#server = server;
  }

  /** Null until it is known. */
  readonly getSnapshot = (): Quiet | null => this.#quiet;

  readonly load = async (): Promise<void> => this.#hold(await readQuiet(this.#server));

  readonly change = async (change: QuietChange): Promise<void> =>
    this.#hold(await changeQuiet(this.#server, change));

  stop(): void {
    clearTimeout(this.#timer);
  }

  #hold(quiet: Quiet): void {
    this.#quiet = quiet;
    this.stop();
    if (quiet.changes) {
      const wait = Date.parse(quiet.changes.replace(" ", "T")) - Date.now() + MARGIN_MS;
      this.#timer = setTimeout(
        () => this.load().catch(() => {}),
        Math.min(Math.max(wait, MARGIN_MS), LONGEST_MS),
      );
    }
    this.changed();
  }
}
