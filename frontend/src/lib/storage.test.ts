import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { describe, expect, it } from "vitest";
import { browserShelf, indexedDBShelf, memoryShelf } from "./storage.ts";

describe.each([
  ["IndexedDB", () => indexedDBShelf("test", new IDBFactory())],
  ["memory", memoryShelf],
])("a shelf in %s", (_, make) => {
  it("lists by prefix, replaces and removes", async () => {
    const shelf = make();
    await shelf.put("a/1", { n: 1 });
    await shelf.put("a/2", { n: 2 });
    await shelf.put("b/1", { n: 3 });
    await shelf.put("a/1", { n: 4 });
    expect(await shelf.list("a/")).toEqual([{ n: 4 }, { n: 2 }]);
    await shelf.remove("a/1");
    expect(await shelf.list("a/")).toEqual([{ n: 2 }]);
  });
});

it("says that it keeps nothing where the browser throws at the mention of its store", async () => {
  const real = Object.getOwnPropertyDescriptor(globalThis, "indexedDB") ?? {};
  const get = () => {
    throw new DOMException("Refused.", "SecurityError");
  };
  Object.defineProperty(globalThis, "indexedDB", { get, configurable: true });
  const shelf = browserShelf("test");
  Object.defineProperty(globalThis, "indexedDB", real);
  await expect(shelf.put("a", 1)).rejects.toThrow("keeps nothing");
  await shelf.remove("a");
  expect(await shelf.list("a")).toEqual([]);
});
