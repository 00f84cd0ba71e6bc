import type { Shelf } from "./storage.ts";
import type { Bootstrap, Id, MessagePage } from "./wire.ts";

/** How many rooms are kept: those that were opened last. */
const ROOMS = 10;
const START = "start";
const PAGE = "page/";

interface KeptPage {
  room: Id;
  page: MessagePage;
  at: number;
}

/**
 * What this browser showed last, to be read while the server is out of reach: one person's rooms and the newest page of
 * some. It goes when they sign out, or when somebody else is here.
 */
export class LastSeen {
  readonly #shelf: Shelf;
  readonly #now: () => number;

  constructor(shelf: Shelf, now = Date.now) {
    this.#shelf = shelf;
    this.#now = now;
  }

  async keepStart(start: Bootstrap): Promise<void> {
    const before = await this.start();
    if (before?.me.id !== start.me.id) await this.forget();
    await this.#shelf.put(START, start);
  }

  async start(): Promise<Bootstrap | undefined> {
    const [start] = await this.#shelf.list<Bootstrap>(START);
    return start;
  }

  async keepPage(room: Id, page: MessagePage): Promise<void> {
    await this.#shelf.put<KeptPage>(PAGE + room, { room, page, at: this.#now() });
    const pages = (await this.#shelf.list<KeptPage>(PAGE)).sort((a, b) => b.at - a.at);
    for (const { room: old } of pages.slice(ROOMS)) await this.#shelf.remove(PAGE + old);
  }

  /** Older messages are not kept: the page says that it is all. */
  async page(room: Id): Promise<MessagePage | undefined> {
    const [kept] = await this.#shelf.list<KeptPage>(PAGE + room);
    return kept && { ...kept.page, has_before: false };
  }

  /** What opens the rest goes first: a page that is closed meanwhile leaves nothing that can be seen. */
  async forget(): Promise<void> {
    await this.#shelf.remove(START);
    for (const { room } of await this.#shelf.list<KeptPage>(PAGE)) await this.#shelf.remove(PAGE + room);
  }
}
