import type { Clock } from "../lib/clock.ts";
import { Timers } from "../lib/timers.ts";
import type { Id } from "../lib/wire.ts";

/** A server that is only busy says so long before. */
const STUCK_MS = 15_000;

/**
 * One unanswered send per room at a time: that is what keeps the typed order through every refusal. It stays the room's
 * turn until the server answers or the connection ends, also when a person was told that it takes long.
 */
export class Turns {
  readonly #timers: Timers;
  readonly #held = new Set<Id>();
  readonly #unanswered = new Map<Id, string>();

  readonly #onStuck: () => void;

  /** `onStuck` hears of a line that lives and still does not answer a send. */
  constructor(clock: Clock, onStuck: () => void = () => {}) {
    this.#timers = new Timers(clock);
    this.#onStuck = onStuck;
  }

  busy(): Set<Id> {
    return new Set([...this.#held, ...this.#unanswered.keys()]);
  }

  take(room: Id, message: string): void {
    this.#unanswered.set(room, message);
    this.#timers.set(`answer/${room}`, STUCK_MS, this.#onStuck);
  }

  answered(room: Id, message: string): void {
    if (this.#unanswered.get(room) !== message) return;
    this.#unanswered.delete(room);
    this.#timers.cancel(`answer/${room}`);
  }

  /** Nothing goes to this room for `ms`. */
  hold(room: Id, ms: number, then: () => void): void {
    this.#held.add(room);
    this.#timers.set(`hold/${room}`, ms, () => {
      this.#held.delete(room);
      then();
    });
  }

  /** The connection is another one now. */
  clear(): void {
    this.#timers.clear();
    this.#held.clear();
    this.#unanswered.clear();
  }
}
