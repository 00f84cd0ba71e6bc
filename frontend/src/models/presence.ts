import type { ServerFrame } from "../lib/frames.ts";
import { Store } from "../lib/store.ts";
import type { Id } from "../lib/wire.ts";

type PresenceFrame = Extract<ServerFrame, { type: "presence" }>;

const NOBODY: ReadonlySet<Id> = new Set();

/** Who else looks where this window looks. Not kept and not certain: a list mends what a lost word broke. */
export class Presence extends Store {
  #room: Id | null = null;
  #here = NOBODY;

  /** Who has the room of this window before their eyes, me included. */
  readonly getSnapshot = (): ReadonlySet<Id> => this.#here;

  look(room: Id | null): void {
    if (room !== this.#room) this.#set(NOBODY);
    this.#room = room;
  }

  heard({ room, users, joined, left }: PresenceFrame): void {
    if (room !== this.#room) return;
    if (users) {
      this.#set(new Set(users));
      return;
    }
    const here = new Set(this.#here);
    for (const user of joined ?? []) here.add(user);
    for (const user of left ?? []) here.delete(user);
    this.#set(here);
  }

  /** Without a line, what we know of others is worth nothing. */
  lost(): void {
    this.#set(NOBODY);
  }

  #set(here: ReadonlySet<Id>): void {
    if (here.size === 0 && this.#here.size === 0) return;
    this.#here = here;
    this.changed();
  }
}
