import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { claimByLock, claimByNote } from "./claim.ts";
import type { Locks } from "./tab-leader.ts";

/** Web Locks as far as `ifAvailable` goes. */
function fakeLocks(): Locks {
  const held = new Set<string>();
  return {
    request: (async (name: string, _: LockOptions, callback: (lock: Lock | null) => Promise<void>) => {
      if (held.has(name)) return callback(null);
      held.add(name);
      await callback({ name, mode: "exclusive" });
      held.delete(name);
    }) as LockManager["request"],
  };
}

function fakeNotes(): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  const notes = new Map<string, string>();
  return {
    getItem: (key) => notes.get(key) ?? null,
    setItem: (key, value) => void notes.set(key, value),
    removeItem: (key) => void notes.delete(key),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe.each([
  [
    "by lock",
    () =>
      Array.from(
        { length: 3 },
        (
          (locks) => () =>
            claimByLock(locks)
        )(fakeLocks()),
      ),
  ],
  [
    "by note",
    () =>
      Array.from(
        { length: 3 },
        (
          (notes) => (_: unknown, i: number) =>
            claimByNote(notes, `tab ${i}`)
        )(fakeNotes()),
      ),
  ],
] as const)("a claim %s", (_, tabs) => {
  async function ask(name: string, many = tabs()): Promise<boolean[]> {
    const answers = Promise.all(many.map((claim) => claim(name)));
    await vi.advanceTimersByTimeAsync(100);
    return answers;
  }

  it("is true for one of three tabs that ask at once", async () => {
    expect((await ask("m1")).filter(Boolean)).toHaveLength(1);
  });

  it("holds for who comes a little later, and is let go of in the end", async () => {
    const many = tabs();
    await ask("m1", many);
    expect((await ask("m1", many)).filter(Boolean)).toHaveLength(0);
    expect((await ask("m2", many)).filter(Boolean)).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await ask("m1", many)).filter(Boolean)).toHaveLength(1);
  });
});

it("without storage every tab is on its own", async () => {
  const forbidden = () => {
    throw new DOMException("no", "SecurityError");
  };
  const claim = claimByNote({ getItem: forbidden, setItem: forbidden, removeItem: forbidden }, "me");
  expect(await claim("m1")).toBe(true);
});
