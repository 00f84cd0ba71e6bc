import type { Channel } from "./relay.ts";
import type { Locks } from "./tab-leader.ts";

/** Web Locks by hand: one holder, a queue, and theft. Imported by tests only. */
export class FakeLocks {
  #holder: { end: (stolen: boolean) => void } | null = null;
  #queue: (() => void)[] = [];

  readonly locks: Locks = {
    request: ((_name: string, options: LockOptions, callback: () => Promise<void>) => {
      return new Promise<void>((resolve, reject) => {
        const grant = () => {
          const holder = { end: (stolen: boolean) => (stolen ? reject(new Error("stolen")) : resolve()) };
          this.#holder = holder;
          void callback().then(() => {
            if (this.#holder !== holder) return;
            this.#holder = null;
            holder.end(false);
            this.#next();
          });
        };
        options.signal?.addEventListener("abort", () => {
          this.#queue = this.#queue.filter((waiting) => waiting !== grant);
          reject(new Error("aborted"));
        });
        if (options.steal) {
          const loser = this.#holder;
          grant();
          loser?.end(true);
        } else {
          this.#queue.push(grant);
          if (!this.#holder) this.#next();
        }
      });
    }) as LockManager["request"],
  };

  #next(): void {
    this.#queue.shift()?.();
  }
}

/** A broadcast channel whose ends can be cut. Imported by tests only. */
export class FakeAir<Message> {
  readonly #ends: { hear: Set<(message: Message) => void>; deaf: boolean }[] = [];

  end(): Channel<Message> & { freeze: (frozen: boolean) => void } {
    const end = { hear: new Set<(message: Message) => void>(), deaf: false };
    this.#ends.push(end);
    return {
      post: (message) => {
        if (end.deaf) return;
        for (const other of this.#ends) {
          if (other === end || other.deaf) continue;
          const copy = structuredClone(message);
          queueMicrotask(() => {
            for (const listener of [...other.hear]) listener(copy);
          });
        }
      },
      listen: (hear) => {
        end.hear.add(hear);
        return () => end.hear.delete(hear);
      },
      freeze: (frozen) => {
        end.deaf = frozen;
      },
    };
  }
}
