import {
  listNotifications,
  markSeen,
  type Notification,
  type NotificationFilter,
  type NotificationPage,
  type NotificationState,
} from "../lib/api/notifications.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import type { EventFrame } from "../lib/frames.ts";
import type { Caller } from "../lib/pocketbase.ts";
import { Store } from "../lib/store.ts";
import { Timers } from "../lib/timers.ts";
import type { Id } from "../lib/wire.ts";
import { bearing } from "./notification-news.ts";

export interface NotificationsSnapshot {
  filter: NotificationFilter;
  list: readonly Notification[];
  /** `idle` until somebody opens the list. */
  state: "idle" | "loading" | "shown" | "failed";
  older: "idle" | "loading" | "failed";
  more: boolean;
  reason: string;
  /** Over all filters; it stops at 100. */
  unread: number;
}

const PAGE = 40;
const MOST_AGAIN = 100;
/** What concerns me is looked up at once, what may concern me a little later, and not by everybody in the same moment. */
const SOON_MS = 100;
const LATER_MS = 1_500;

const START: NotificationsSnapshot = {
  filter: "all",
  list: [],
  state: "idle",
  older: "idle",
  more: false,
  reason: "",
  unread: 0,
};

/**
 * What was said to me. The server counts and lists; here is when to ask it again: an edit, a deletion, a room that was
 * read or left may each change the count, and a count that is kept up by hand would lie one day.
 */
export class Notifications extends Store {
  readonly #server: Caller;
  readonly #me: Id;
  readonly #timers: Timers;
  readonly #random: () => number;
  #snapshot = START;
  #next = "";
  #generation = 0;
  #open = false;
  /** The entry that somebody went to, for the way back. */
  opened: number | null = null;

  constructor(server: Caller, me: Id, clock: Clock = systemClock, random: () => number = Math.random) {
    super();
    this.#server = server;
    this.#me = me;
    this.#timers = new Timers(clock);
    this.#random = random;
  }

  readonly getSnapshot = (): NotificationsSnapshot => this.#snapshot;

  /** A bootstrap said how things stand. */
  adopt(state: NotificationState | undefined): void {
    this.#set({ unread: state?.unread ?? 0 });
    if (this.#open) this.#again(0);
  }

  open(filter: NotificationFilter): void {
    this.#open = true;
    const { state, filter: before } = this.#snapshot;
    if (filter === before && state === "shown") this.#again(0);
    else {
      this.#next = "";
      this.#set({ filter, list: [], state: "loading", older: "idle", more: false });
      void this.#look();
    }
  }

  close(): void {
    this.#open = false;
  }

  stop(): void {
    this.#generation++;
    this.#timers.clear();
  }

  /** The line is open again, or somebody asks. */
  retry(): void {
    if (this.#snapshot.state === "failed") this.open(this.#snapshot.filter);
    else if (this.#snapshot.older === "failed") void this.older();
  }

  heard(event: EventFrame): void {
    if (event.kind === "seen.updated") {
      this.#set({ unread: event.data.unread });
      if (this.#open) this.#again(SOON_MS);
      return;
    }
    const concerns = bearing(event, this.#me);
    if (concerns === "me") this.#again(SOON_MS);
    else if (concerns === "perhaps" && (this.#open || this.#snapshot.unread > 0)) {
      this.#again(SOON_MS + this.#random() * LATER_MS);
    }
  }

  async older(): Promise<void> {
    const { state, more, older, filter } = this.#snapshot;
    if (state !== "shown" || !more || older === "loading") return;
    const from = this.#next;
    const stale = () => this.#next !== from || this.#snapshot.filter !== filter;
    this.#set({ older: "loading" });
    try {
      const page = await listNotifications(this.#server, filter, from, PAGE);
      if (stale()) return;
      const { list } = this.#snapshot;
      const known = new Set(list.map(({ seq }) => seq));
      const added = page.notifications.filter(({ seq }) => !known.has(seq));
      this.#take(page, [...list, ...added]);
    } catch (error) {
      if (!stale()) this.#set({ older: "failed", reason: reasonOf(error) });
    }
  }

  /** Somebody went to it: it is seen, whatever lies around it. */
  async follow(entry: Notification): Promise<void> {
    this.opened = entry.seq;
    if (!entry.unread) return;
    this.#set({ list: this.#snapshot.list.map((one) => (one === entry ? { ...one, unread: false } : one)) });
    // What fails here leaves it unread, which is true.
    const state = await markSeen(this.#server, entry.seq, true).catch(() => null);
    if (state) this.#set({ unread: state.unread });
  }

  /** Everything in the list, and not what comes while somebody presses. */
  async markAll(): Promise<void> {
    const newest = Math.max(0, ...this.#snapshot.list.map(({ seq }) => seq));
    if (newest === 0) return;
    const { unread } = await markSeen(this.#server, newest, false);
    this.#set({ unread });
    this.#again(0);
  }

  #again(ms: number): void {
    this.#timers.set("again", ms, () => void this.#look());
  }

  /** The list as it is now, as far down as it is shown; while nobody looks at it, the count alone. */
  async #look(): Promise<void> {
    this.#timers.cancel("again");
    const generation = ++this.#generation;
    const { filter, list, state } = this.#snapshot;
    const limit = this.#open ? Math.min(MOST_AGAIN, Math.max(PAGE, list.length)) : 1;
    try {
      const page = await listNotifications(this.#server, filter, "", limit);
      if (generation !== this.#generation) return;
      if (limit > 1) this.#take(page, page.notifications);
      else this.#set({ unread: page.unread });
    } catch (error) {
      if (generation !== this.#generation || state === "shown" || !this.#open) return;
      this.#set({ state: "failed", reason: reasonOf(error) });
    }
  }

  #take(page: NotificationPage, list: readonly Notification[]): void {
    this.#next = page.next;
    this.#set({
      list,
      state: "shown",
      older: "idle",
      more: page.next !== "",
      reason: "",
      unread: page.unread,
    });
  }

  #set(change: Partial<NotificationsSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    this.changed();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
