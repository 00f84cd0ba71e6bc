import {
  type Delivery,
  type DeliveryPage,
  listDeliveries,
  retryDelivery,
  testWebhook,
} from "../lib/api/webhooks.ts";
import type { Caller } from "../lib/pocketbase.ts";
import { Store } from "../lib/store.ts";
import { parseTime } from "../lib/time.ts";
import type { Id } from "../lib/wire.ts";

const PAGE = 20;
/** More than this is not asked for at once. */
const MOST = 100;
/** How often is looked after what waits: soon while it is under way, seldom while it waits for its next attempt. */
const SOON_MS = 2_000;
const SELDOM_MS = 60_000;

export interface Deliveries {
  /** The newest first; null before they are there. */
  items: readonly Delivery[] | null;
  more: boolean;
  problem: string;
}

/** What a bot was told, looked at again while something is still to come. */
export class DeliveryLog extends Store {
  readonly #server: Caller;
  readonly #bot: Id;
  #snapshot: Deliveries = { items: null, more: false, problem: "" };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = true;

  constructor(server: Caller, bot: Id) {
    super();
    this.#server = server;
    this.#bot = bot;
  }

  readonly getSnapshot = (): Deliveries => this.#snapshot;

  start(): void {
    this.#stopped = false;
    void this.refresh();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    const known = this.#snapshot.items ?? [];
    const limit = Math.min(Math.max(known.length, PAGE), MOST);
    await this.#read(listDeliveries(this.#server, this.#bot, limit), (page) => {
      // What is older than the last one of the page stays.
      const last = known.findIndex(({ id }) => id === page.items.at(-1)?.id);
      const older = last < 0 || !page.next ? [] : known.slice(last + 1);
      const more = older.length > 0 ? this.#snapshot.more : page.next !== "";
      return { items: [...page.items, ...older], more };
    });
  }

  async older(): Promise<void> {
    const known = this.#snapshot.items ?? [];
    const before = known.at(-1)?.id ?? "";
    await this.#read(listDeliveries(this.#server, this.#bot, PAGE, before), (page) => ({
      items: [...known, ...page.items],
      more: page.next !== "",
    }));
  }

  async retry(id: Id): Promise<void> {
    const again = await retryDelivery(this.#server, this.#bot, id);
    this.#set({ items: this.#snapshot.items?.map((one) => (one.id === id ? again : one)) ?? null });
  }

  async test(): Promise<Delivery> {
    const tried = await testWebhook(this.#server, this.#bot);
    await this.refresh();
    return tried;
  }

  async #read(
    asked: Promise<DeliveryPage>,
    join: (page: DeliveryPage) => Pick<Deliveries, "items" | "more">,
  ): Promise<void> {
    try {
      const page = await asked;
      this.#set({ ...join(page), problem: "" });
    } catch (error) {
      this.#set({ problem: error instanceof Error ? error.message : String(error) });
    }
  }

  #set(part: Partial<Deliveries>): void {
    this.#snapshot = { ...this.#snapshot, ...part };
    this.changed();
    clearTimeout(this.#timer);
    const wait = untilNews(this.#snapshot.items ?? [], Date.now());
    if (wait !== null && !this.#stopped) this.#timer = setTimeout(() => void this.refresh(), wait);
  }
}

/** How long until it is worth looking again, null when nothing is to come. */
export function untilNews(items: readonly Delivery[], now: number): number | null {
  const waits = items
    .filter(({ state }) => state === "waiting")
    .map(({ next }) => Math.min(Math.max(next ? parseTime(next) - now : 0, SOON_MS), SELDOM_MS));
  return waits.length > 0 ? Math.min(...waits) : null;
}

/** Whether the bot's address works, by the newest call that was tried: a broken one with its next attempt, if there is one. */
export function health(items: readonly Delivery[]): "unknown" | "well" | { broken: string } {
  const last = items.find(({ attempts }) => attempts > 0);
  if (!last) return "unknown";
  return last.state === "delivered" ? "well" : { broken: last.next };
}

/** JSON in lines; whatever else it is, and what was cut, as it is. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
