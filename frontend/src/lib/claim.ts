import type { Locks } from "./tab-leader.ts";

/** True for one tab of a browser: the first that says so about that name. */
export type Claim = (name: string) => Promise<boolean>;

/** How long a claim holds. Whatever is claimed must be too old to matter by then. */
const HELD_MS = 15_000;
/** How long two tabs without locks may take to notice each other. */
const SETTLE_MS = 40;

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function claimByLock(locks: Locks): Claim {
  return (name) =>
    new Promise((resolve) => {
      const taken = (lock: Lock | null) => {
        resolve(lock !== null);
        return lock ? wait(HELD_MS) : Promise.resolve();
      };
      locks.request(name, { ifAvailable: true }, taken).catch(() => resolve(false));
    });
}

/** For pages without Web Locks: everybody writes, and the last one written has it. */
export function claimByNote(notes: Pick<Storage, "getItem" | "setItem" | "removeItem">, me: string): Claim {
  return async (name) => {
    try {
      if (notes.getItem(name)) return false;
      notes.setItem(name, me);
      await wait(SETTLE_MS);
      if (notes.getItem(name) !== me) return false;
      setTimeout(() => notes.removeItem(name), HELD_MS);
      return true;
    } catch {
      return true; // No storage: every tab is on its own.
    }
  };
}

export function browserClaim(): Claim {
  if ("locks" in navigator) return claimByLock(navigator.locks);
  // Where the store is blocked, even its name throws: not before somebody claims.
  const notes = {
    getItem: (name: string) => localStorage.getItem(name),
    setItem: (name: string, value: string) => localStorage.setItem(name, value),
    removeItem: (name: string) => localStorage.removeItem(name),
  };
  return claimByNote(notes, String(Math.random()));
}
