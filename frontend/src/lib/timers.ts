import type { Clock } from "./clock.ts";

/** Timers by name: a new one under a name ends the old one. */
export class Timers {
  readonly #clock: Clock;
  readonly #cancels = new Map<string, () => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(name: string, ms: number, task: () => void): void {
    this.cancel(name);
    this.#cancels.set(name, this.#clock.after(ms, task));
  }

  cancel(name: string): void {
    this.#cancels.get(name)?.();
    this.#cancels.delete(name);
  }

  clear(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }
}
