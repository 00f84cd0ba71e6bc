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
