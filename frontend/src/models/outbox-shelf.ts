import type { Channel } from "../lib/relay.ts";
import type { Shelf } from "../lib/storage.ts";
import { type OutboxItem, shelfKey } from "./outbox-item.ts";

/** What happened to an item in one tab, for the others: every tab shows the same, the leading one sends. */
export type OutboxChange = { put: OutboxItem } | { forget: string };

export type OutboxChannel = Channel<OutboxChange>;

// A browser without storage still sends; it only cannot remember.
const ignore = () => {};

/** Where unsent messages outlive a page: on disk, and in the other tabs. Another user's stay there, unread. */
export class OutboxShelf {
  readonly #user: string;
  readonly #shelf: Shelf;
  readonly #channel: OutboxChannel | undefined;

  constructor(user: string, shelf: Shelf, channel?: OutboxChannel) {
    this.#user = user;
    this.#shelf = shelf;
    this.#channel = channel;
  }

  /** What a reload, a crash or another tab left. What was on its way may not have arrived: it is queued again. */
  async list(): Promise<OutboxItem[]> {
    const kept = await this.#shelf.list<OutboxItem>(shelfKey(this.#user, ""));
    return kept
      .filter((item) => item.user === this.#user)
      .map((item) => (item.state === "sent" ? { ...item, state: "queued" } : item));
  }

  put(item: OutboxItem): void {
    this.#shelf.put(shelfKey(item.user, item.client_message_id), item).catch(ignore);
    this.#channel?.post({ put: item });
  }

  remove(id: string): void {
    this.#shelf.remove(shelfKey(this.#user, id)).catch(ignore);
    this.#channel?.post({ forget: id });
  }

  listen(hear: (change: OutboxChange) => void): void {
    this.#channel?.listen((change) => {
      if ("forget" in change || change.put.user === this.#user) hear(change);
    });
  }
}
