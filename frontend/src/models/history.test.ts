import { beforeEach, describe, expect, it } from "vitest";
import { ServerError } from "../lib/server-error.ts";
import type { Message, MessagePage, PageCursor } from "../lib/wire.ts";
import { deletion, message, settled, TestClock } from "./cast.ts";
import { History } from "./history.ts";

let clock: TestClock;
let asked: PageCursor[];
let stored: Message[];
let failure: ServerError | null;

function fetch(cursor: PageCursor, limit: number): Promise<MessagePage> {
  asked.push(cursor);
  if (failure) return Promise.reject(failure);
  let messages = stored;
  if ("before" in cursor) messages = stored.filter((m) => m.rseq < cursor.before).slice(-limit);
  else if ("after" in cursor) messages = stored.filter((m) => m.rseq > cursor.after).slice(0, limit);
  else if ("around" in cursor) messages = stored.filter((m) => Math.abs(m.rseq - cursor.around) <= limit / 2);
  else messages = stored.slice(-limit);
  const first = messages[0]?.rseq ?? 0;
  const last = messages.at(-1)?.rseq ?? Number.POSITIVE_INFINITY;
  return Promise.resolve({
    messages,
    has_before: stored.some((m) => m.rseq < first),
    has_after: stored.some((m) => m.rseq > last),
  });
}

function history(): History {
  return new History({
    room: "watercooler",
    me: "david",
    fetch,
    head: () => stored.at(-1)?.rseq ?? 0,
    clock,
  });
}

function numbers(of: History): number[] {
  return of.timeline.getSnapshot().rows.flatMap((row) => (row.state === "sent" ? [row.message.rseq] : []));
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

beforeEach(() => {
  clock = new TestClock();
  asked = [];
  failure = null;
  stored = upTo(100).map((rseq) => message(rseq));
});

describe("History", () => {
  it.each([0, 39, 40, 41, 100, 101])("reaches every one of %i messages", async (count) => {
    stored = upTo(count).map((rseq) => message(rseq));
    const all = history();
    await all.openNewest();
    for (let turn = 0; turn < 5; turn++) await all.older();
    expect(numbers(all)).toEqual(upTo(count));
    expect(all.timeline.getSnapshot().has_before).toBe(false);
  });

  it("pages both ways from a permalink to the end", async () => {
    const all = history();
    await all.openAround(50);
    await all.newer();
    await all.newer();
    await all.older();
    expect(numbers(all)).toEqual(upTo(100));
    expect(all.timeline.getSnapshot().has_after).toBe(false);
  });

  it("asks once while an answer is on the way", async () => {
    const all = history();
    await all.openNewest();
    await Promise.all([all.older(), all.older(), all.older()]);
    expect(asked).toHaveLength(2);
  });

  it("heals a lost message with one question", async () => {
    const all = history();
    await all.openNewest();
    asked = [];
    stored.push(message(101), message(102), message(103));
    all.timeline.put(message(101));
    all.timeline.put(message(103));
    await clock.pass(1_000);
    expect(asked).toEqual([{ after: 101 }]);
    expect(numbers(all).slice(-3)).toEqual([101, 102, 103]);
  });

  it("does not ask for the numbers of deleted messages twice", async () => {
    const all = history();
    await all.openNewest();
    asked = [];
    stored.push(message(103));
    all.timeline.put(message(103));
    await clock.pass(5_000);
    expect(asked).toHaveLength(1);
  });

  it("stays calm when frames are shuffled, doubled and lost: one question per half second", async () => {
    const all = history();
    await all.openNewest();
    asked = [];
    const live = upTo(150)
      .map((n) => message(100 + n))
      .filter((m) => m.rseq % 20 !== 0 || m.rseq === 250);
    stored.push(...upTo(150).map((n) => message(100 + n)));
    const shuffled = [...live, ...live.slice(0, 10)].sort(
      (a, b) => ((a.rseq * 7) % 50) - ((b.rseq * 7) % 50),
    );
    for (const one of shuffled) {
      all.timeline.put(one);
      await clock.pass(20);
    }
    await clock.pass(2_000);
    expect(numbers(all)).toEqual(upTo(250).slice(60));
    expect(asked.length).toBeLessThanOrEqual(Math.ceil((shuffled.length * 20 + 2_000) / 500));
  });

  it("loads again after a resync where the reader was", async () => {
    const all = history();
    await all.openNewest();
    stored = stored.filter((m) => m.rseq !== 99);
    await all.reload();
    expect(numbers(all)).not.toContain(99);
    expect(numbers(all).at(-1)).toBe(100);
  });

  it("keeps a live delete that overtakes the page", async () => {
    const all = history();
    const opening = all.openNewest();
    all.timeline.delete(deletion(message(100)));
    await opening;
    expect(numbers(all).at(-1)).toBe(99);
  });

  it("says when a page failed, and can be asked again", async () => {
    const all = history();
    await all.openNewest();
    failure = new ServerError(0, "unreachable", "Away.");
    await all.older();
    expect(all.getSnapshot()).toMatchObject({ older: "failed", reason: "Away.", missing: false });
    failure = null;
    await all.older();
    expect(all.getSnapshot().older).toBe("idle");
    await settled();
  });

  it("asks again for what failed, from the same place, when the line is back", async () => {
    const all = history();
    failure = new ServerError(0, "unreachable", "Away.");
    await all.openAround(50);
    expect(all.getSnapshot().opening).toBe("failed");
    failure = null;
    await all.retry();
    expect(all.getSnapshot().opening).toBe("idle");
    expect(numbers(all)).toContain(50);
    expect(numbers(all)).not.toContain(100);
    failure = new ServerError(0, "unreachable", "Away.");
    await all.older();
    await all.retry();
    expect(all.getSnapshot().older).toBe("idle");
  });

  it("tells a missing room from a bad line", async () => {
    failure = new ServerError(404, "not_found", "No.");
    const all = history();
    await all.openNewest();
    expect(all.getSnapshot()).toMatchObject({ opening: "failed", missing: true });
  });
});
