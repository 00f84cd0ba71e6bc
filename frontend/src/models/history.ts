import { type Clock, systemClock } from "../lib/clock.ts";
import { ServerError } from "../lib/server-error.ts";
import { Store } from "../lib/store.ts";
import type { MessagePage, PageCursor } from "../lib/wire.ts";
import { GapWatch } from "./gap-watch.ts";
import { Timeline } from "./timeline.ts";

export type Loading = "idle" | "loading" | "failed";

export interface HistorySnapshot {
  opening: Loading;
  older: Loading;
  newer: Loading;
  /** Not ours to read, or not there. */
  missing: boolean;
  reason: string;
  /** The number that the shown page was asked for around; nothing if it was the newest. */
  around: number | null;
}

export interface HistoryOptions {
  room: string;
  me: string;
  fetch: (cursor: PageCursor, limit: number) => Promise<MessagePage>;
  head: () => number;
  onError?: (error: unknown) => void;
  clock?: Clock;
}

const PAGE = 40;
const GAP_PAGE = 100;
const IDLE: HistorySnapshot = {
  opening: "idle",
  older: "idle",
  newer: "idle",
  missing: false,
  reason: "",
  around: null,
};

/** Fetches pages into one room's timeline: at most one request per direction at a time. */
export class History extends Store {
  readonly timeline: Timeline;
  readonly #options: HistoryOptions;
  readonly #gaps: GapWatch;
  #snapshot = IDLE;
  #opened: PageCursor = { newest: true };
  #generation = 0;

  constructor(options: HistoryOptions) {
    super();
    this.#options = options;
    this.timeline = new Timeline(options.room, options.me);
    this.#gaps = new GapWatch(this.timeline, (after) => this.#fill(after), options.clock ?? systemClock);
  }

  readonly getSnapshot = (): HistorySnapshot => this.#snapshot;

  /** Shows the newest page, unless the end of the room is on screen already. */
  async openNewest(): Promise<void> {
    const { loaded, has_after } = this.timeline.getSnapshot();
    if (!loaded || has_after) await this.#open({ newest: true });
    else if (this.#snapshot.opening === "failed") this.#set(IDLE);
  }

  async openAround(rseq: number): Promise<void> {
    await this.#open({ around: rseq });
  }

  async older(): Promise<void> {
    const { loaded, has_before } = this.timeline.getSnapshot();
    if (!loaded || !has_before || this.#snapshot.older === "loading") return;
    await this.#page("older", { before: this.timeline.edges().low });
  }

  async newer(): Promise<void> {
    const { loaded, has_after } = this.timeline.getSnapshot();
    if (!loaded || !has_after || this.#snapshot.newer === "loading") return;
    await this.#page("newer", { after: this.timeline.edges().high });
  }

  /** The line is back: what failed without it is asked for again. */
  async retry(): Promise<void> {
    const { opening, older, newer, missing } = this.#snapshot;
    if (opening === "failed" && !missing) await this.#open(this.#opened);
    else if (older === "failed" || newer === "failed") this.#set(IDLE);
  }

  /** After a resync: forget, and fetch what was on screen. */
  async reload(): Promise<void> {
    const { loaded, has_after } = this.timeline.getSnapshot();
    const { low, high } = this.timeline.edges();
    this.timeline.reset();
    if (loaded || this.#snapshot.opening !== "idle") {
      await this.#open(has_after ? { around: Math.floor((low + high) / 2) } : { newest: true });
    }
  }

  stop(): void {
    this.#generation++;
    this.#gaps.stop();
  }

  async #open(cursor: PageCursor): Promise<void> {
    this.#generation++;
    this.#opened = cursor;
    this.#set({ ...IDLE, opening: "loading" });
    await this.#load(cursor, PAGE, "opening");
  }

  async #page(direction: "older" | "newer", cursor: PageCursor): Promise<void> {
    this.#set({ ...this.#snapshot, [direction]: "loading" });
    await this.#load(cursor, PAGE, direction);
  }

  async #fill(after: number): Promise<void> {
    const generation = this.#generation;
    const head = this.#options.head();
    const page = await this.#options.fetch({ after }, GAP_PAGE);
    if (generation === this.#generation) this.timeline.addPage({ after }, page, head);
  }

  async #load(cursor: PageCursor, limit: number, slot: "opening" | "older" | "newer"): Promise<void> {
    const generation = this.#generation;
    const head = this.#options.head();
    try {
      const page = await this.#options.fetch(cursor, limit);
      if (generation !== this.#generation) return;
      this.timeline.addPage(cursor, page, head);
      const around = "around" in cursor ? cursor.around : this.#snapshot.around;
      this.#set({ ...this.#snapshot, [slot]: "idle", around });
    } catch (error) {
      if (generation !== this.#generation) return;
      const status = error instanceof ServerError ? error.status : 0;
      const reason = error instanceof Error ? error.message : "";
      this.#set({ ...this.#snapshot, [slot]: "failed", missing: status === 403 || status === 404, reason });
      this.#options.onError?.(error);
    }
  }

  #set(snapshot: HistorySnapshot): void {
    this.#snapshot = snapshot;
    this.changed();
  }
}
