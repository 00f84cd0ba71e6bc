import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Delivery, DeliveryPage } from "../lib/api/webhooks.ts";
import type { Caller } from "../lib/pocketbase.ts";
import { DeliveryLog, health, readable, untilNews } from "./delivery-log.ts";

const NOW = Date.parse("2026-11-28T12:00:00.000Z");

function delivery(id: string, more: Partial<Delivery> = {}): Delivery {
  const delivered = { state: "delivered", status: 200, ms: 12, attempts: 1, error: "", next: "" } as const;
  const about = { trigger: "mention", created: "2026-11-28 11:00:00.000Z", message: "m", room: "r" } as const;
  return { id, ...delivered, ...about, request: "{}", response: "", ...more };
}

/** A server that has these calls, and notes what it is asked. */
function logOf(all: Delivery[], answers: Record<string, Delivery> = {}) {
  const asked: string[] = [];
  const call = async (method: string, path: string): Promise<DeliveryPage | Delivery> => {
    asked.push(`${method} ${path}`);
    const answer = answers[path.split("/").slice(5).join("/")];
    if (answer) return answer;
    const query = new URL(path, "http://x").searchParams;
    const limit = Number(query.get("limit"));
    const from = all.findIndex(({ id }) => id === query.get("before")) + 1;
    const items = all.slice(from, from + limit);
    return { items, next: from + limit < all.length ? (items.at(-1)?.id ?? "") : "" };
  };
  return { log: new DeliveryLog({ call } as unknown as Caller, "b1"), asked };
}

const ids = (log: DeliveryLog) => log.getSnapshot().items?.map(({ id }) => id);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

it("shows a page, then older ones, and reads all of them again", async () => {
  const all = Array.from({ length: 45 }, (_, index) => delivery(`d${index}`));
  const { log, asked } = logOf(all);
  expect(log.getSnapshot().items).toBeNull();
  await log.refresh();
  expect([ids(log)?.length, log.getSnapshot().more]).toEqual([20, true]);
  await log.older();
  await log.older();
  expect([ids(log), log.getSnapshot().more]).toEqual([all.map(({ id }) => id), false]);
  all.unshift(delivery("new"));
  await log.refresh();
  expect(asked.at(-1)).toBe("GET /api/chat/bots/b1/deliveries?limit=45&before=");
  expect(ids(log)?.slice(0, 2)).toEqual(["new", "d0"]);
});

it("keeps what is older than the largest page when it looks again", async () => {
  const all = Array.from({ length: 130 }, (_, index) => delivery(`d${index}`));
  const { log } = logOf(all);
  await log.refresh();
  for (let turn = 0; turn < 6; turn++) await log.older();
  expect(ids(log)?.length).toBe(130);
  all.unshift(delivery("new"));
  await log.refresh();
  expect([ids(log), log.getSnapshot().more]).toEqual([all.map(({ id }) => id), false]);
});

it("looks again while something waits, and not after it was stopped", async () => {
  const all = [delivery("d1", { state: "waiting", next: "" })];
  const { log, asked } = logOf(all);
  log.start();
  await vi.advanceTimersByTimeAsync(2_100);
  expect(asked.length).toBe(2);
  all[0] = delivery("d1");
  await vi.advanceTimersByTimeAsync(2_100);
  expect(log.getSnapshot().items?.[0]?.state).toBe("delivered");
  await vi.advanceTimersByTimeAsync(120_000);
  expect(asked.length).toBe(3);
  all[0] = delivery("d1", { state: "waiting" });
  await log.refresh();
  log.stop();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(asked.length).toBe(4);
});

it("shows a call that is tried again as waiting at once", async () => {
  const again = delivery("d2", { state: "waiting" });
  const { log } = logOf([delivery("d1"), delivery("d2", { state: "failed" })], {
    "deliveries/d2/retry": again,
  });
  await log.refresh();
  await log.retry("d2");
  expect(log.getSnapshot().items).toEqual([delivery("d1"), again]);
});

it("says why it could not be read, and keeps what it has", async () => {
  const call = vi.fn(async () => ({ items: [delivery("d1")], next: "" }));
  const log = new DeliveryLog({ call } as unknown as Caller, "b1");
  await log.refresh();
  call.mockRejectedValueOnce(new Error("away"));
  await log.refresh();
  expect(log.getSnapshot()).toEqual({ items: [delivery("d1")], more: false, problem: "away" });
  await log.refresh();
  expect(log.getSnapshot().problem).toBe("");
});

it("waits for the next attempt, but never a long time nor a short one", () => {
  const waiting = (next: string) => delivery("d", { state: "waiting", next });
  expect(untilNews([delivery("d"), delivery("d", { state: "failed" })], NOW)).toBeNull();
  expect(untilNews([waiting("2026-11-28 12:00:10.000Z")], NOW)).toBe(10_000);
  expect(untilNews([waiting("2026-11-28 13:00:00.000Z")], NOW)).toBe(60_000);
  expect(untilNews([waiting("2026-11-28 13:00:00.000Z"), waiting("")], NOW)).toBe(2_000);
});

it("calls an address broken by the newest call that was tried", () => {
  const untried = delivery("d3", { state: "waiting", attempts: 0 });
  const failing = delivery("d2", { state: "waiting", next: "2026-11-28 12:10:00.000Z" });
  expect(health([])).toBe("unknown");
  expect(health([untried])).toBe("unknown");
  expect(health([untried, failing, delivery("d1")])).toEqual({ broken: "2026-11-28 12:10:00.000Z" });
  expect(health([delivery("d3"), failing])).toBe("well");
});

it("sets JSON in lines and leaves the rest", () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('{"a":1…')).toBe('{"a":1…');
  expect(readable("ok")).toBe("ok");
});
