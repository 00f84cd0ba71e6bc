/** What every model gives React: a snapshot, and word when there is a new one. */
export class Store {
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  protected changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
