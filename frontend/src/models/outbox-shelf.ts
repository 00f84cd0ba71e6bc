import type { Channel } from "../lib/relay.ts";
import type { Shelf } from "../lib/storage.ts";
import { Store } from "../lib/store.ts";
import { type OutboxItem, shelfKey } from "./outbox-item.ts";

/** What happened to an item in one tab, for the others: every tab shows the same, the leading one sends. */
export type OutboxChange = { put: OutboxItem } | { forget: string };

export type OutboxChannel = Channel<OutboxChange>;

const ignore = () => {};

/**
 * Where unsent messages outlive a page: on disk, and in the other tabs. Another user's stay there, unread. A browser
 * that is full, or keeps nothing, still sends; its snapshot is true while something unsent would go with the page.
 */
export class OutboxShelf extends Store {
  readonly #user: string;
  readonly #shelf: Shelf;
  readonly #channel: OutboxChannel | undefined;
  /** What is unsent, and whether the disk has it. */
  readonly #kept = new Map<string, boolean>();

  constructor(user: string, shelf: Shelf, channel?: OutboxChannel) {
    super();
    this.#user = user;
    this.#shelf = shelf;
    this.#channel = channel;
  }

  readonly getSnapshot = (): boolean => [...this.#kept.values()].includes(false);

  /** What a reload, a crash or another tab left. What was on its way may not have arrived: it is queued again. */
  async list(): Promise<OutboxItem[]> {
    const kept = await this.#shelf.list<OutboxItem>(shelfKey(this.#user, ""));
    return kept
      .filter((item) => item.user === this.#user)
      .map((item) => (item.state === "sent" ? { ...item, state: "queued" } : item));
  }

  put(item: OutboxItem): void {
    const id = item.client_message_id;
    this.#kept.set(id, this.#kept.get(id) ?? true);
    this.#shelf.put(shelfKey(item.user, id), item).then(
      () => this.#note(id, true),
      () => this.#note(id, false),
    );
    this.#channel?.post({ put: item });
  }

  remove(id: string): void {
    this.#note(id, true);
    this.#kept.delete(id);
    this.#shelf.remove(shelfKey(this.#user, id)).catch(ignore);
    this.#channel?.post({ forget: id });
  }

  #note(id: string, kept: boolean): void {
    if (!this.#kept.has(id) || this.#kept.get(id) === kept) return;
    this.#kept.set(id, kept);
    this.changed();
  }

  listen(hear: (change: OutboxChange) => void): void {
    this.#channel?.listen((change) => {
      // A tab of another version may say what we do not know.
      if ("forget" in change || ("put" in change && change.put.user === this.#user)) hear(change);
    });
  }
}
