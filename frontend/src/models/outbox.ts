import { type Clock, systemClock } from "../lib/clock.ts";
import type { ClientFrame, NackFrame } from "../lib/frames.ts";
import type { Shelf } from "../lib/storage.ts";
import { Store } from "../lib/store.ts";
import { Timers } from "../lib/timers.ts";
import { newItem, type OutboxItem, refused, sendFrame, tooLong } from "./outbox-item.ts";
import { type OutboxChange, type OutboxChannel, OutboxShelf } from "./outbox-shelf.ts";
import { Turns } from "./turns.ts";

export interface OutboxOptions {
  user: string;
  shelf: Shelf;
  /** False when no connection could take the frame. */
  deliver: (frame: ClientFrame) => boolean;
  clock?: Clock;
  newID?: () => string;
  channel?: OutboxChannel | undefined;
  /** The line took a send and does not answer. */
  onStuck?: () => void;
}

const ANSWER_MS = 30_000;
const LEAST_RETRY_MS = 250;

/** What this user wrote and the server has not confirmed. Another user's sends stay on the shelf, unread. */
export class Outbox extends Store {
  readonly #options: OutboxOptions;
  readonly #clock: Clock;
  readonly shelf: OutboxShelf;
  readonly #timers: Timers;
  readonly #turns: Turns;
  #items: readonly OutboxItem[] = [];
  #ready = false;

  constructor(options: OutboxOptions) {
    super();
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#timers = new Timers(this.#clock);
    this.#turns = new Turns(this.#clock, options.onStuck);
    this.shelf = new OutboxShelf(options.user, options.shelf, options.channel);
    this.shelf.listen((change) => this.#mirror(change));
  }

  readonly getSnapshot = (): readonly OutboxItem[] => this.#items;

  itemsFor(room: string): OutboxItem[] {
    return this.#items.filter((item) => item.room === room);
  }

  /** Brings back what a reload or a crash interrupted. */
  async restore(): Promise<void> {
    const kept = await this.shelf.list();
    const back = kept.filter((item) => !this.#find(item.client_message_id));
    this.#items = [...this.#items, ...back].sort((a, b) => a.order - b.order);
    for (const item of back) this.#expectAnswer(item);
    this.changed();
    this.#flush();
  }

  send(room: string, text: string, body: string): OutboxItem {
    const now = this.#clock.now();
    const last = this.#items[this.#items.length - 1]?.order ?? 0;
    const item = newItem({
      client_message_id: (this.#options.newID ?? (() => crypto.randomUUID()))(),
      user: this.#options.user,
      room,
      text,
      body,
      queued_at: now,
      order: Math.max(now, last + 1),
    });
    this.#items = [...this.#items, item];
    this.shelf.put(item);
    this.#expectAnswer(item);
    this.changed();
    this.#flush();
    return item;
  }

  /** The replay is done: whatever it did not confirm goes out again, with the same id. */
  connected(): void {
    this.#ready = true;
    this.#turns.clear();
    for (const item of this.#items) {
      if (item.state === "sent" || item.state === "expired") this.#revise(item, { state: "queued" });
    }
    this.#flush();
  }

  disconnected(): void {
    this.#ready = false;
    this.#turns.clear();
  }

  /** An ack, or the echo of the message itself. */
  confirm(clientMessageID: string): void {
    if (!this.#find(clientMessageID)) return;
    this.#forget(clientMessageID);
    this.#flush();
  }

  refuse(nack: NackFrame): void {
    const item = this.#find(nack.client_message_id);
    if (!item) return;
    this.#turns.answered(item.room, item.client_message_id);
    if (nack.code === "gone") {
      this.#forget(item.client_message_id);
    } else if (nack.retryable) {
      this.#revise(item, { state: "queued" });
      this.#turns.hold(item.room, Math.max(nack.retry_after_ms ?? 0, LEAST_RETRY_MS), () => this.#flush());
    } else {
      this.#revise(item, refused(nack));
    }
    this.#flush();
  }

  retry(clientMessageID: string): void {
    const item = this.#find(clientMessageID);
    if (!item) return;
    // A conflicting id names another text on the server: only a new one can pass.
    if (item.code === "cid_conflict") {
      this.#forget(clientMessageID);
      this.send(item.room, item.text, item.body);
      return;
    }
    this.#turns.answered(item.room, item.client_message_id);
    this.#revise(item, { state: "queued", code: "", reason: "" });
    this.#expectAnswer(item);
    this.#flush();
  }

  discard(clientMessageID: string): void {
    this.confirm(clientMessageID);
  }

  stop(): void {
    this.#ready = false;
    this.#timers.clear();
    this.#turns.clear();
  }

  #flush(): void {
    if (!this.#ready) return;
    const busy = this.#turns.busy();
    for (const item of this.#items) {
      if (item.state !== "queued" || busy.has(item.room)) continue;
      const frame = sendFrame(item);
      if (frame) busy.add(item.room);
      else this.#revise(item, tooLong());
      if (!frame || !this.#options.deliver(frame)) continue;
      this.#turns.take(item.room, item.client_message_id);
      this.#revise(item, { state: "sent" });
    }
  }

  #expectAnswer({ client_message_id: id }: OutboxItem): void {
    this.#timers.set(id, ANSWER_MS, () => {
      const item = this.#find(id);
      if (item && item.state !== "rejected") this.#revise(item, { state: "expired" });
    });
  }

  #find(id: string): OutboxItem | undefined {
    return this.#items.find((item) => item.client_message_id === id);
  }

  #revise(item: OutboxItem, change: Partial<OutboxItem>): void {
    const revised = { ...item, ...change };
    this.#items = this.#items.map((other) =>
      other.client_message_id === item.client_message_id ? revised : other,
    );
    this.shelf.put(revised);
    this.changed();
  }

  #forget(id: string): void {
    this.#drop(id);
    this.shelf.remove(id);
  }

  #drop(id: string): void {
    const item = this.#find(id);
    if (item) this.#turns.answered(item.room, id);
    this.#timers.cancel(id);
    this.#items = this.#items.filter((item) => item.client_message_id !== id);
    this.changed();
  }

  #mirror(change: OutboxChange): void {
    if ("forget" in change) {
      this.#drop(change.forget);
    } else {
      const others = this.#items.filter((item) => item.client_message_id !== change.put.client_message_id);
      this.#items = [...others, change.put].sort((a, b) => a.order - b.order);
      this.changed();
    }
    this.#flush();
  }
}
