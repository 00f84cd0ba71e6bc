import type { ClientFrame } from "../lib/frames.ts";
import type { Id } from "../lib/wire.ts";

type Here = Extract<ClientFrame, { type: "here" }>;

interface Place {
  room: Id | null;
  visible: boolean;
  at: number;
}

/** A follower repeats its place every 20 s; one that has not for so long has crashed. */
const FORGOTTEN_MS = 45_000;

/** Where the tabs of one browser look, as one connection can say it: the latest that somebody can see. */
export class Places {
  readonly #places = new Map<string, Place>();

  put(tab: string, here: Here, now: number): Here {
    const known = this.#places.get(tab);
    const same = known && known.room === here.room && known.visible === here.visible;
    // A repeated place is alive, but not newer than another tab's move.
    this.#places.set(tab, { room: here.room, visible: here.visible, at: same ? known.at : now });
    this.#alive.set(tab, now);
    return this.here(now);
  }

  forget(tab: string): void {
    this.#places.delete(tab);
    this.#alive.delete(tab);
  }

  here(now: number): Here {
    let best: Place | null = null;
    for (const [tab, place] of this.#places) {
      if (now - (this.#alive.get(tab) ?? 0) > FORGOTTEN_MS) this.forget(tab);
      else if (!best || order(place) > order(best)) best = place;
    }
    return { type: "here", room: best?.room ?? null, visible: best?.visible ?? false };
  }

  readonly #alive = new Map<string, number>();
}

/** Seen before unseen, then the latest move. */
function order({ visible, at }: Place): number {
  return visible ? at : at - Number.MAX_SAFE_INTEGER / 2;
}
