import { type Clock, systemClock } from "../lib/clock.ts";
import type { ClientFrame } from "../lib/frames.ts";

// Readers forget after 5 s, so a typist repeats it well before.
const REPEAT_MS = 2_500;

/** Says that I am typing, seldom enough. */
export class TypingSignal {
  readonly #deliver: (frame: ClientFrame) => boolean;
  readonly #clock: Clock;
  #room: string | null = null;
  #said = Number.NEGATIVE_INFINITY;

  constructor(deliver: (frame: ClientFrame) => boolean, clock: Clock = systemClock) {
    this.#deliver = deliver;
    this.#clock = clock;
  }

  typed(room: string): void {
    const now = this.#clock.now();
    const since = now - this.#said;
    if (this.#room === room && since >= 0 && since < REPEAT_MS) return; // below zero the clock was set back
    if (this.#room && this.#room !== room) this.stopped();
    this.#room = room;
    this.#said = now;
    this.#deliver({ type: "typing", room, active: true });
  }

  stopped(): void {
    if (!this.#room) return;
    this.#deliver({ type: "typing", room: this.#room, active: false });
    this.#room = null;
  }
}
