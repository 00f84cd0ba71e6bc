import { type Clock, systemClock } from "../lib/clock.ts";
import type { ClientFrame } from "../lib/frames.ts";

// Readers forget after 5 s, so a typist repeats it well before.
const REPEAT_MS = 2_500;
/** Sooner after the last one in a room the server passes no beginning on. */
const LEAST_MS = 2_000;

/** Says that I am typing, seldom enough. */
export class TypingSignal {
  readonly #deliver: (frame: ClientFrame) => boolean;
  readonly #clock: Clock;
  /** Where others believe that I type. */
  #room: string | null = null;
  #last = { room: "", said: Number.NEGATIVE_INFINITY };

  constructor(deliver: (frame: ClientFrame) => boolean, clock: Clock = systemClock) {
    this.#deliver = deliver;
    this.#clock = clock;
  }

  typed(room: string): void {
    const now = this.#clock.now();
    const since = now - this.#last.said;
    const wait = this.#room === room ? REPEAT_MS : LEAST_MS;
    if (this.#last.room === room && since >= 0 && since < wait) return; // below zero the clock was set back
    if (this.#room && this.#room !== room) this.stopped();
    this.#room = room;
    this.#last = { room, said: now };
    this.#deliver({ type: "typing", room, active: true });
  }

  stopped(): void {
    if (!this.#room) return;
    this.#deliver({ type: "typing", room: this.#room, active: false });
    this.#room = null;
  }
}
