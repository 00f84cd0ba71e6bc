import { words } from "../language/index.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { Store } from "../lib/store.ts";

const SHOWN_MS = 6_000;

/** One sentence about what just went wrong, gone after six seconds. */
export class Flash extends Store {
  readonly #clock: Clock;
  #text = "";
  #cancel: (() => void) | null = null;

  constructor(clock: Clock = systemClock) {
    super();
    this.#clock = clock;
  }

  readonly getSnapshot = (): string => this.#text;

  say(text: string): void {
    this.#cancel?.();
    this.#cancel = this.#clock.after(SHOWN_MS, () => this.#show(""));
    this.#show(text);
  }

  /** For a promise whose only effect, when it fails, is a sentence. */
  readonly failed = (error: unknown): void => {
    this.say(error instanceof Error && error.message ? error.message : words().common.failed);
  };

  #show(text: string): void {
    this.#text = text;
    this.changed();
  }
}
