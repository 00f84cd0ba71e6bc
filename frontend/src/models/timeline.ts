import { Store } from "../lib/store.ts";
import type { Boost, DeletedMessage, Message, MessagePage, PageCursor } from "../lib/wire.ts";
import { MessageStore } from "./message-store.ts";
import type { OutboxItem } from "./outbox-item.ts";
import { type Row, Rows } from "./rows.ts";

export interface TimelineSnapshot {
  rows: readonly Row[];
  loaded: boolean;
  has_before: boolean;
  has_after: boolean;
}

export interface Gap {
  after: number;
  before: number;
}

const NOTHING: TimelineSnapshot = { rows: [], loaded: false, has_before: false, has_after: false };

/**
 * One room's list. The store knows what was heard; the window says which stretch of the room is complete.
 * Inside the window every number is present or known to be deleted, so whatever is missing just above it
 * is a loss. Pending sends hang below the newest message and are matched by their client id.
 */
export class Timeline extends Store {
  readonly room: string;
  readonly me: string;
  #store = new MessageStore();
  #pending: readonly OutboxItem[] = [];
  #loaded = false;
  #low = 1;
  #high = 0;
  #hasBefore = false;
  #hasAfter = false;
  #snapshot: TimelineSnapshot | null = NOTHING;
  readonly #rows = new Rows();

  constructor(room: string, me: string) {
    super();
    this.room = room;
    this.me = me;
  }

  readonly getSnapshot = (): TimelineSnapshot => {
    this.#snapshot ??= {
      rows: this.#rows.build(this.#shown(), this.#unsettled()),
      loaded: this.#loaded,
      has_before: this.#hasBefore,
      has_after: this.#hasAfter,
    };
    return this.#snapshot;
  };

  /** message.created, message.updated, an ack, or the answer to an edit: all say what a message is now. */
  put(message: Message): void {
    if (this.#store.put(message)) this.#settle();
  }

  delete(deleted: DeletedMessage): void {
    if (this.#store.delete(deleted)) this.#settle();
  }

  boost(boost: Boost): void {
    if (this.#store.boost(boost)) this.#settle();
  }

  unboost(boost: Pick<Boost, "id" | "message">): void {
    if (this.#store.unboost(boost)) this.#settle();
  }

  /** The outbox's items for this room, in the order they were typed. */
  setPending(items: readonly OutboxItem[]): void {
    if (items.length === 0 && this.#pending.length === 0) return;
    this.#pending = items;
    this.#settle();
  }

  get(id: string): Message | undefined {
    return this.#store.get(id);
  }

  settles(clientMessageID: string): boolean {
    return this.#store.settles(this.me, clientMessageID);
  }

  /**
   * Merges a page. `head` is the room's head when the page was asked for: a page that reaches the end
   * accounts for every number up to it, those of deleted messages too.
   */
  addPage(cursor: PageCursor, page: MessagePage, head: number): void {
    for (const message of page.messages) this.#store.put(message);
    const first = page.messages[0]?.rseq;
    const last = page.messages[page.messages.length - 1]?.rseq;
    const low = page.has_before && first !== undefined ? first : 1;
    const high = page.has_after && last !== undefined ? last : Math.max(last ?? 0, head);
    if (this.#loaded && "before" in cursor) {
      // A page asked for before the window moved does not touch it any more.
      if (cursor.before >= this.#low && low <= this.#low) {
        this.#low = low;
        this.#hasBefore = page.has_before;
      }
    } else if (this.#loaded && "after" in cursor) {
      if (cursor.after <= this.#high) {
        this.#high = Math.max(this.#high, high);
        this.#hasAfter = page.has_after && this.#hasAfter;
      }
    } else {
      this.#show(low, high, page);
    }
    this.#settle();
  }

  /** What is lost between the window and messages heard beyond it, if anything is. */
  gap(): Gap | null {
    if (!this.#loaded || this.#hasAfter) return null;
    const next = this.#store.numbersAbove(this.#high)[0];
    return next === undefined ? null : { after: this.#high, before: next };
  }

  /** Where the next older and newer page start. */
  edges(): { low: number; high: number } {
    return { low: this.#low, high: this.#high };
  }

  /** Keeps a long evening from filling memory: drops the far end of a list of more than `most` rows. */
  trim(end: "oldest" | "newest", most: number): void {
    const shown = this.#shown();
    if (shown.length <= most) return;
    const kept = end === "oldest" ? shown.slice(-most) : shown.slice(0, most);
    const edge = end === "oldest" ? kept[0] : kept[kept.length - 1];
    if (!edge) return;
    if (end === "oldest") {
      this.#low = edge.rseq;
      this.#hasBefore = true;
    } else {
      this.#high = edge.rseq;
      this.#hasAfter = true;
    }
    this.#store.forgetOutside(this.#low, this.#hasAfter ? this.#high : Number.POSITIVE_INFINITY);
    this.#settle();
  }

  /** After a resync nothing heard before may be trusted; what the user wrote stays. */
  reset(): void {
    this.#store = new MessageStore();
    this.#loaded = false;
    this.#low = 1;
    this.#high = 0;
    this.#hasBefore = false;
    this.#hasAfter = false;
    this.#settle();
  }

  #show(low: number, high: number, page: MessagePage): void {
    this.#low = low;
    this.#high = high;
    this.#hasBefore = page.has_before;
    this.#hasAfter = page.has_after;
    this.#loaded = true;
  }

  #settle(): void {
    if (this.#loaded && !this.#hasAfter) {
      for (const number of this.#store.numbersAbove(this.#high)) {
        if (number > this.#high + 1) break;
        this.#high = number;
      }
    }
    this.#snapshot = null;
    this.changed();
  }

  #shown(): Message[] {
    if (!this.#loaded) return [];
    return this.#store.between(this.#low, this.#hasAfter ? this.#high : Number.POSITIVE_INFINITY);
  }

  #unsettled(): OutboxItem[] {
    if (this.#hasAfter) return [];
    return this.#pending.filter((item) => !this.settles(item.client_message_id));
  }
}
