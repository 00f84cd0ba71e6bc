import { type Clock, systemClock } from "../lib/clock.ts";
import type { TypingFrame } from "../lib/frames.ts";
import { Store } from "../lib/store.ts";

const EXPIRY_MS = 5_000;
const NOBODY: readonly string[] = [];

/** Who is typing where. A word that nobody takes back is forgotten after five seconds. */
export class TypingTracker extends Store {
  readonly #clock: Clock;
  readonly #rooms = new Map<string, readonly string[]>();
  readonly #expiries = new Map<string, () => void>();

  constructor(clock: Clock = systemClock) {
    super();
    this.#clock = clock;
  }

  typers(room: string): readonly string[] {
    return this.#rooms.get(room) ?? NOBODY;
  }

  heard({ room, user, active }: TypingFrame): void {
    if (active) this.started(room, user);
    else this.stopped(room, user);
  }

  started(room: string, user: string): void {
    const key = `${room}/${user}`;
    this.#expiries.get(key)?.();
    this.#expiries.set(
      key,
      this.#clock.after(EXPIRY_MS, () => this.stopped(room, user)),
    );
    const typers = this.typers(room);
    if (typers.includes(user)) return;
    this.#rooms.set(room, [...typers, user]);
    this.changed();
  }

  stopped(room: string, user: string): void {
    const key = `${room}/${user}`;
    this.#expiries.get(key)?.();
    this.#expiries.delete(key);
    const typers = this.typers(room);
    if (!typers.includes(user)) return;
    this.#rooms.set(
      room,
      typers.filter((typer) => typer !== user),
    );
    this.changed();
  }

  clear(): void {
    for (const cancel of this.#expiries.values()) cancel();
    this.#expiries.clear();
    this.#rooms.clear();
    this.changed();
  }
}
