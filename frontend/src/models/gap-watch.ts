import type { Clock } from "../lib/clock.ts";
import type { Timeline } from "./timeline.ts";

/** A frame that was only late closes the gap by itself within this time. */
const PATIENCE_MS = 250;
const INTERVAL_MS = 500;

/** Asks for what a timeline lost, at most once per half second. */
export class GapWatch {
  readonly #timeline: Timeline;
  readonly #fill: (after: number) => Promise<void>;
  readonly #clock: Clock;
  readonly #unsubscribe: () => void;
  #cancel: (() => void) | null = null;
  #asked = Number.NEGATIVE_INFINITY;
  #filling = false;

  constructor(timeline: Timeline, fill: (after: number) => Promise<void>, clock: Clock) {
    this.#timeline = timeline;
    this.#fill = fill;
    this.#clock = clock;
    this.#unsubscribe = timeline.subscribe(() => this.#check());
  }

  stop(): void {
    this.#unsubscribe();
    this.#cancel?.();
    this.#cancel = null;
  }

  #check(): void {
    if (this.#cancel || this.#filling || !this.#timeline.gap()) return;
    // A clock that was set back says that the last question is still to come.
    const since = Math.max(0, this.#clock.now() - this.#asked);
    const wait = Math.max(PATIENCE_MS, INTERVAL_MS - since);
    this.#cancel = this.#clock.after(wait, () => {
      this.#cancel = null;
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    const gap = this.#timeline.gap();
    if (!gap) return;
    this.#asked = this.#clock.now();
    this.#filling = true;
    try {
      await this.#fill(gap.after);
    } catch {
      // Asked again below for as long as the gap is there.
    } finally {
      this.#filling = false;
      this.#check();
    }
  }
}
