export type Locks = Pick<LockManager, "request">;

interface TabLeaderOptions {
  locks: Locks;
  name: string;
  onLead: () => void;
  onFollow: () => void;
}

/**
 * One tab of a browser leads: it holds a Web Lock, of which the browser promises that nobody else holds it, and which it
 * takes back when the tab crashes or closes.
 */
export class TabLeader {
  readonly #options: TabLeaderOptions;
  #waiting: AbortController | null = null;
  #release: (() => void) | null = null;

  constructor(options: TabLeaderOptions) {
    this.#options = options;
  }

  get leads(): boolean {
    return this.#release !== null;
  }

  /** Stands in line for the lock. */
  wait(): void {
    if (this.#waiting || this.#release) return;
    const waiting = new AbortController();
    this.#waiting = waiting;
    this.#request({ signal: waiting.signal });
  }

  /** Takes the lead from a leader that does not answer any more. When it thaws it finds itself a follower. */
  steal(): void {
    if (this.#release) return;
    this.#waiting?.abort();
    this.#waiting = null;
    this.#request({ steal: true });
  }

  /** Gives the lead or the place in line away: the page goes, or is put aside. */
  leave(): void {
    this.#waiting?.abort();
    this.#waiting = null;
    const release = this.#release;
    this.#release = null;
    release?.();
  }

  #request(options: LockOptions): void {
    const { locks, name, onLead, onFollow } = this.#options;
    let mine: (() => void) | null = null;
    const held = () =>
      new Promise<void>((resolve) => {
        mine = resolve;
        this.#waiting = null;
        this.#release = resolve;
        onLead();
      });
    locks.request(name, options, held).catch(() => {
      // Given up by us, or stolen from us.
      if (!mine || this.#release !== mine) return;
      this.#release = null;
      onFollow();
      this.wait();
    });
  }
}
