import { Store } from "./store.ts";

/** A store of one thing that is replaced whole. */
export class Value<T> extends Store {
  #value: T;

  constructor(value: T) {
    super();
    this.#value = value;
  }

  readonly getSnapshot = (): T => this.#value;

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.changed();
  }
}

/** A value that is told by several roads, of which some are slower. */
export class Versioned<T extends { version: number }> extends Value<T> {
  /** Takes it unless something newer is known; `set` is for a snapshot, which a restored backup may have put back. */
  learn(value: T): void {
    if (value.version >= this.getSnapshot().version) this.set(value);
  }
}
