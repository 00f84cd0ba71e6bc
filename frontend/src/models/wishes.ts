import { type Feature, wish, wishes } from "../lib/api/account.ts";
import type { Caller } from "../lib/pocketbase.ts";
import { Store } from "../lib/store.ts";

/** What I asked for among the things that are off. Asked of the server when the first of them is drawn. */
export class Wishes extends Store {
  readonly #server: Caller;
  #mine: ReadonlySet<Feature> = new Set();
  #asked = false;

  constructor(server: Caller) {
    super();
    this.#server = server;
  }

  readonly getSnapshot = (): ReadonlySet<Feature> => this.#mine;

  /** A failure is no matter: the wish can be sent again, and counts once. */
  load(): void {
    if (this.#asked) return;
    this.#asked = true;
    wishes(this.#server).then(
      (mine) => this.#set(mine),
      () => {
        this.#asked = false;
      },
    );
  }

  async wish(feature: Feature): Promise<void> {
    this.#set(await wish(this.#server, feature));
  }

  #set(mine: Feature[]): void {
    this.#mine = new Set(mine);
    this.changed();
  }
}
