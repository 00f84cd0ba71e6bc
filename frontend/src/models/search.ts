import type { FoundPage } from "../lib/api/search.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { Store } from "../lib/store.ts";
import { Timers } from "../lib/timers.ts";
import type { DeletedMessage, Id, Message } from "../lib/wire.ts";
import {
  isBuilding,
  NOTHING_FOUND,
  reasonOf,
  type SearchSnapshot,
  START,
  shownOf,
  waitOf,
} from "./search-snapshot.ts";

export type Ask = (text: string, cursor: string, limit: number) => Promise<FoundPage>;

/** Where somebody was among the results when they left them. */
export interface SearchPlace {
  scroll: number;
  opened: Id | null;
}

/** Fast typing asks once; an answer comes in less. */
const PAUSE_MS = 120;
/** An edit is in the index after that long. */
const LAG_MS = 400;
const PAGE = 40;
const MOST_AGAIN = 100;
/** A page may come empty although there is more: the server reads a bounded number of messages for each. */
const MOST_EMPTY = 5;

/** One search page: asks while somebody types, and keeps what was found and where they were for the way back. */
export class MessageSearch extends Store {
  readonly #ask: Ask;
  readonly #timers: Timers;
  #snapshot = START;
  #next = "";
  #generation = 0;
  place: SearchPlace = { scroll: 0, opened: null };

  constructor(ask: Ask, clock: Clock = systemClock) {
    super();
    this.#ask = ask;
    this.#timers = new Timers(clock);
  }

  readonly getSnapshot = (): SearchSnapshot => this.#snapshot;

  /** The address says what is searched for. The same again is looked at again behind what is shown. */
  open(text: string): void {
    const asked = text.trim();
    if (asked !== this.#snapshot.asked) {
      this.type(text);
      this.now();
    } else if (asked) void this.#refresh();
  }

  type(text: string): void {
    this.#set({ text });
    if (text.trim() === this.#snapshot.asked) this.#timers.cancel("ask");
    else this.#timers.set("ask", PAUSE_MS, () => this.now());
  }

  /** Without waiting for more. */
  now(): void {
    const asked = this.#snapshot.text.trim();
    this.#timers.cancel("ask");
    if (asked !== this.#snapshot.asked) this.#start(asked);
    else if (this.#isOpen()) this.#again(asked);
  }

  /** What failed is asked again. */
  retry(): void {
    if (this.#isOpen()) this.#again(this.#snapshot.asked);
    else if (this.#snapshot.older === "failed") void this.older();
  }

  #isOpen(): boolean {
    return this.#snapshot.state === "failed" || this.#snapshot.state === "building";
  }

  /** What is said about an index that is being built stays until there is another answer. */
  #again(asked: string): void {
    this.#start(asked, this.#snapshot.state === "building");
  }

  async older(): Promise<void> {
    const { state, more, older, asked } = this.#snapshot;
    if (state !== "found" || !more || older === "loading") return;
    const generation = this.#generation;
    this.#set({ older: "loading" });
    try {
      const page = await this.#page(asked, this.#next, PAGE);
      if (generation !== this.#generation) return;
      const results = [...this.#snapshot.results, ...page.results];
      this.#next = page.next;
      this.#set({ results, more: page.next !== "", older: "idle" });
    } catch (error) {
      if (generation !== this.#generation) return;
      const wait = waitOf(error);
      if (wait > 0) this.#timers.set("older", wait, () => this.#olderAgain());
      else this.#set({ older: "failed", reason: reasonOf(error) });
    }
  }

  #olderAgain(): void {
    this.#set({ older: "idle" });
    void this.older();
  }

  /** A message changed somewhere. One that is gone is gone from here at once. */
  heard(message: Message | DeletedMessage): void {
    const known = this.#snapshot.results.find((found) => found.message.id === message.id);
    if (!known || message.version <= known.message.version) return;
    if (!message.deleted) {
      this.#timers.set("again", LAG_MS, () => void this.#refresh());
      return;
    }
    const results = this.#snapshot.results.filter((found) => found !== known);
    this.#set({ results, count: Math.max(0, this.#snapshot.count - 1) });
  }

  stop(): void {
    this.#generation++;
    this.#timers.clear();
  }

  #start(asked: string, quietly = false): void {
    this.#generation++;
    this.#timers.clear();
    this.#next = "";
    this.place = { scroll: 0, opened: null };
    if (!asked) this.#set({ ...NOTHING_FOUND, asked, state: "idle", reason: "" });
    else {
      if (!quietly) this.#set({ asked, state: "looking", older: "idle" });
      void this.#first(asked);
    }
  }

  async #first(asked: string): Promise<void> {
    const generation = this.#generation;
    try {
      const page = await this.#page(asked, "", PAGE);
      if (generation !== this.#generation) return;
      this.#next = page.next;
      this.#set({ ...shownOf(page), state: "found", older: "idle", reason: "" });
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#set({
        ...NOTHING_FOUND,
        state: isBuilding(error) ? "building" : "failed",
        reason: reasonOf(error),
      });
      const wait = waitOf(error);
      if (wait > 0) this.#timers.set("again", wait, () => this.retry());
    }
  }

  /** The newest results once more; the older ones below them stay. What is shown is not worth less if this fails. */
  async #refresh(): Promise<void> {
    const { asked, state, results } = this.#snapshot;
    if (state !== "found") return;
    const generation = this.#generation;
    const page = await this.#page(asked, "", Math.min(MOST_AGAIN, Math.max(PAGE, results.length))).catch(
      () => null,
    );
    if (!page || generation !== this.#generation || this.#snapshot.older === "loading") return;
    const last = page.results.at(-1)?.message.seq ?? 0;
    const below = page.next ? this.#snapshot.results.filter((found) => found.message.seq < last) : [];
    if (below.length === 0) this.#next = page.next;
    const shown = shownOf(page);
    this.#set({ ...shown, results: [...shown.results, ...below], more: this.#next !== "" });
  }

  async #page(asked: string, cursor: string, limit: number): Promise<FoundPage> {
    const first = await this.#ask(asked, cursor, limit);
    let page = first;
    for (let tries = 1; page.results.length === 0 && page.next && tries < MOST_EMPTY; tries++) {
      page = await this.#ask(asked, page.next, limit);
    }
    return { ...first, results: page.results, next: page.next };
  }

  #set(change: Partial<SearchSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    this.changed();
  }
}
