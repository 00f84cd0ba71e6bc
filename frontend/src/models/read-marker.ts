import { type Clock, systemClock } from "../lib/clock.ts";
import type { ClientFrame } from "../lib/frames.ts";

const INTERVAL_MS = 1_000;

/** Tells the server how far this reader has come: at once, then at most once per second, the furthest only. */
export class ReadMarker {
  readonly #deliver: (frame: ClientFrame) => boolean;
  readonly #clock: Clock;
  readonly #waiting = new Map<string, number>();
  #resting: (() => void) | null = null;

  constructor(deliver: (frame: ClientFrame) => boolean, clock: Clock = systemClock) {
    this.#deliver = deliver;
    this.#clock = clock;
  }

  move(room: string, rseq: number): void {
    this.#waiting.set(room, Math.max(rseq, this.#waiting.get(room) ?? 0));
    if (!this.#resting) this.flush();
  }

  /** Also called when a connection opens: what could not be said before is said then. */
  flush(): void {
    this.#resting?.();
    this.#resting = null;
    let said = false;
    for (const [room, rseq] of this.#waiting) {
      if (!this.#deliver({ type: "read", room, rseq })) return;
      this.#waiting.delete(room);
      said = true;
    }
    if (!said) return;
    this.#resting = this.#clock.after(INTERVAL_MS, () => {
      this.#resting = null;
      if (this.#waiting.size > 0) this.flush();
    });
  }

  forget(room: string): void {
    this.#waiting.delete(room);
  }

  stop(): void {
    this.#resting?.();
    this.#resting = null;
  }
}
