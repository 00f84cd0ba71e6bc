import type { Boost, DeletedMessage, Message } from "../lib/wire.ts";

/** What a merge may need to know about a deleted message for as long as anything late can arrive. */
const MOST_TOMBSTONES = 5_000;

/**
 * Everything known about one room's messages, in whatever order it was heard. Each merge is idempotent and
 * they commute: the higher version wins, a delete wins for ever, boosts are a set with its own tombstones.
 */
export class MessageStore {
  readonly #messages = new Map<string, Message>();
  readonly #deleted = new Map<string, number>();
  readonly #deletedKeys = new Set<string>();
  readonly #boosts = new Map<string, Map<string, Boost>>();
  readonly #deletedBoosts = new Set<string>();

  /** False when it told nothing new. */
  put(message: Message): boolean {
    if (this.#deleted.has(message.id)) return false;
    if (message.deleted) return this.#bury(message);
    const known = this.#messages.get(message.id);
    const newer = !known || message.version > known.version;
    const boosted = this.#collectBoosts(message);
    if (!newer && !boosted) return false;
    this.#messages.set(message.id, this.#withBoosts(newer ? message : known));
    return true;
  }

  delete(deleted: DeletedMessage): boolean {
    if (this.#deleted.has(deleted.id)) return false;
    return this.#bury(deleted);
  }

  boost(boost: Boost): boolean {
    if (this.#deletedBoosts.has(boost.id) || this.#boosts.get(boost.message)?.has(boost.id)) return false;
    this.#keepBoost(boost);
    this.#refresh(boost.message);
    return true;
  }

  unboost(boost: Pick<Boost, "id" | "message">): boolean {
    if (this.#deletedBoosts.has(boost.id)) return false;
    this.#deletedBoosts.add(boost.id);
    this.#boosts.get(boost.message)?.delete(boost.id);
    this.#refresh(boost.message);
    return true;
  }

  get(id: string): Message | undefined {
    return this.#messages.get(id);
  }

  /** Has the server answered for this pending send, by a message or by its deletion? */
  settles(author: string, clientMessageID: string): boolean {
    const key = sendKey(author, clientMessageID);
    if (this.#deletedKeys.has(key)) return true;
    for (const message of this.#messages.values()) {
      if (message.client_message_id === clientMessageID && message.author === author) return true;
    }
    return false;
  }

  /** Known messages from `low` to `high`, in order. */
  between(low: number, high: number): Message[] {
    const found: Message[] = [];
    for (const message of this.#messages.values()) {
      if (message.rseq >= low && message.rseq <= high) found.push(message);
    }
    return found.sort((a, b) => a.rseq - b.rseq);
  }

  /** Numbers above `rseq` that are accounted for, deleted ones included, ascending. */
  numbersAbove(rseq: number): number[] {
    const numbers: number[] = [];
    for (const message of this.#messages.values()) if (message.rseq > rseq) numbers.push(message.rseq);
    for (const number of this.#deleted.values()) if (number > rseq) numbers.push(number);
    return numbers.sort((a, b) => a - b);
  }

  /** Lets go of messages outside the shown window; a later page brings them again. */
  forgetOutside(low: number, high: number): void {
    for (const [id, message] of this.#messages) {
      if (message.rseq >= low && message.rseq <= high) continue;
      this.#messages.delete(id);
      this.#boosts.delete(id);
    }
  }

  #bury(gone: { id: string; rseq: number; author: string; client_message_id: string }): boolean {
    this.#messages.delete(gone.id);
    this.#boosts.delete(gone.id);
    this.#deleted.set(gone.id, gone.rseq);
    this.#deletedKeys.add(sendKey(gone.author, gone.client_message_id));
    if (this.#deleted.size > MOST_TOMBSTONES) {
      for (const oldest of this.#deleted.keys()) {
        this.#deleted.delete(oldest);
        break;
      }
    }
    return true;
  }

  #collectBoosts(message: Message): boolean {
    let found = false;
    for (const boost of message.boosts ?? []) {
      if (this.#deletedBoosts.has(boost.id) || this.#boosts.get(message.id)?.has(boost.id)) continue;
      this.#keepBoost(boost);
      found = true;
    }
    return found;
  }

  #keepBoost(boost: Boost): void {
    const boosts = this.#boosts.get(boost.message) ?? new Map<string, Boost>();
    boosts.set(boost.id, boost);
    this.#boosts.set(boost.message, boosts);
  }

  #refresh(id: string): void {
    const message = this.#messages.get(id);
    if (message) this.#messages.set(id, this.#withBoosts(message));
  }

  #withBoosts(message: Message): Message {
    const boosts = [...(this.#boosts.get(message.id)?.values() ?? [])];
    boosts.sort((a, b) => compare(a.created, b.created) || compare(a.id, b.id));
    return { ...message, boosts };
  }
}

/** One author's client ids are unique in a room, so this names a message before and after it has an id. */
export function sendKey(author: string, clientMessageID: string): string {
  return `${author}/${clientMessageID}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
