import { confirmDevice, type NewDevice, newDevices, refuseDevice } from "../lib/api/sessions.ts";
import type { EventFrame } from "../lib/frames.ts";
import type { Caller } from "../lib/pocketbase.ts";
import { Store } from "../lib/store.ts";
import type { Id } from "../lib/wire.ts";

const NONE: readonly NewDevice[] = [];

/** Where somebody signed in as me for the first time, until I say that I know of it. The newest first. */
export class NewDevices extends Store {
  readonly #server: Caller;
  #list = NONE;
  #generation = 0;

  constructor(server: Caller) {
    super();
    this.#server = server;
  }

  readonly getSnapshot = (): readonly NewDevice[] => this.#list;

  /** A bootstrap said how things stand; a server from before there were any says nothing. */
  adopt(list: readonly NewDevice[] = NONE): void {
    this.#generation++;
    if (list.length === 0 && this.#list.length === 0) return;
    this.#list = list;
    this.changed();
  }

  /** The event says only that it is time to ask: each session has an answer of its own. */
  heard(event: EventFrame): void {
    if (event.kind === "devices.updated") void this.#look();
  }

  readonly confirm = async (id: Id): Promise<void> => {
    await confirmDevice(this.#server, id);
    await this.#look();
  };

  readonly refuse = async (id: Id): Promise<void> => {
    await refuseDevice(this.#server, id);
    await this.#look();
  };

  async #look(): Promise<void> {
    const generation = ++this.#generation;
    const list = await newDevices(this.#server).catch(() => null); // the next bootstrap says it again
    if (list && generation === this.#generation) this.adopt(list);
  }
}
