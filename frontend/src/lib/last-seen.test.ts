import { expect, it } from "vitest";
import { LastSeen } from "./last-seen.ts";
import { memoryShelf } from "./storage.ts";
import type { Bootstrap, MessagePage } from "./wire.ts";

const start = (me: string) => ({ me: { id: me } }) as Bootstrap;
const page = (text: string) =>
  ({ messages: [{ body: text }], has_before: true, has_after: false }) as unknown as MessagePage;

function begin() {
  const shelf = memoryShelf();
  let now = 0;
  return { shelf, seen: new LastSeen(shelf, () => now++) };
}

it("keeps the rooms that were opened last, and no more than ten", async () => {
  const { seen, shelf } = begin();
  await seen.keepStart(start("ada"));
  for (let n = 0; n < 14; n++) await seen.keepPage(`room${n % 12}`, page(`page ${n}`));
  expect(await shelf.list("page/")).toHaveLength(10);
  expect((await seen.page("room1"))?.messages[0]?.body).toBe("page 13");
  expect((await seen.page("room1"))?.has_before).toBe(false);
  expect(await seen.page("room2")).toBeUndefined();
});

it("keeps nothing of one person for another", async () => {
  const { seen } = begin();
  await seen.keepStart(start("ada"));
  await seen.keepPage("kitchen", page("secret"));
  await seen.keepStart(start("bo"));
  expect((await seen.start())?.me.id).toBe("bo");
  expect(await seen.page("kitchen")).toBeUndefined();
});

it("forgets everything", async () => {
  const { seen, shelf } = begin();
  await seen.keepStart(start("ada"));
  await seen.keepPage("kitchen", page("secret"));
  await seen.forget();
  expect(await shelf.list("")).toEqual([]);
});

it("shows nothing after a forgetting that was cut off, and clears up for whoever comes next", async () => {
  const { seen, shelf } = begin();
  await seen.keepStart(start("ada"));
  await seen.keepPage("kitchen", page("secret"));
  const list = shelf.list;
  shelf.list = () => Promise.reject(new Error("the page was closed"));
  await expect(seen.forget()).rejects.toThrow();
  shelf.list = list;
  expect(await seen.start()).toBeUndefined();
  await seen.keepStart(start("bo"));
  expect(await seen.page("kitchen")).toBeUndefined();
});
