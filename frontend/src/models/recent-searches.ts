import { forgetSearches, type RecentSearch, recentSearches, rememberSearch } from "../lib/api/search.ts";
import type { Caller } from "../lib/pocketbase.ts";
import { Value } from "../lib/value.ts";

/** The last searches that I meant, the latest first. They are a convenience: what fails here is not worth a word. */
export class RecentSearches extends Value<readonly RecentSearch[]> {
  readonly #server: Caller;

  constructor(server: Caller) {
    super([]);
    this.#server = server;
  }

  async load(): Promise<void> {
    await this.#take(recentSearches(this.#server));
  }

  async remember(query: string): Promise<void> {
    const meant = query.trim();
    if (meant && meant !== this.getSnapshot()[0]?.query)
      await this.#take(rememberSearch(this.#server, meant));
  }

  /** Clearing is asked for, so whoever asks hears when it fails. */
  async clear(): Promise<void> {
    await forgetSearches(this.#server);
    this.set([]);
  }

  async #take(answer: Promise<RecentSearch[]>): Promise<void> {
    const list = await answer.catch(() => null);
    if (list) this.set(list);
  }
}
