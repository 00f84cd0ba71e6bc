import { describe, expect, it } from "vitest";
import { deletion, message, page } from "./cast.ts";
import type { OutboxItem } from "./outbox-item.ts";
import { Timeline } from "./timeline.ts";

const ME = "david";

function item(cid: string, change: Partial<OutboxItem> = {}): OutboxItem {
  return {
    client_message_id: cid,
    user: ME,
    room: "watercooler",
    text: cid,
    body: cid,
    queued_at: 1,
    order: 1,
    state: "sent",
    code: "",
    reason: "",
    ...change,
  };
}

function opened(messages = [message(1), message(2)], head = 2): Timeline {
  const timeline = new Timeline("watercooler", ME);
  timeline.addPage({ newest: true }, page(messages), head);
  return timeline;
}

function shown(timeline: Timeline): string[] {
  return timeline
    .getSnapshot()
    .rows.map((row) =>
      row.state === "sent" ? `${row.message.id}:${row.message.body}` : `${row.state}:${row.item.text}`,
    );
}

function permutations<T>(things: T[]): T[][] {
  if (things.length < 2) return [things];
  return things.flatMap((thing, index) =>
    permutations([...things.slice(0, index), ...things.slice(index + 1)]).map((rest) => [thing, ...rest]),
  );
}

describe("Timeline", () => {
  it("orders by number, whatever the order of arrival", () => {
    const timeline = opened();
    for (const rseq of [5, 3, 4, 3, 5]) timeline.put(message(rseq));
    expect(shown(timeline)).toEqual([1, 2, 3, 4, 5].map((n) => `m${n}:message ${n}`));
    expect(timeline.gap()).toBeNull();
  });

  it("ends the same under every order of add, ack, echo, retry-ack, edit and delete", () => {
    const mine = message(3, { author: ME, client_message_id: "a" });
    const other = message(4, { author: ME, client_message_id: "b" });
    const steps: ((timeline: Timeline) => void)[] = [
      (t) => t.setPending([item("a"), item("b")]),
      (t) => t.put(mine),
      (t) => t.put({ ...mine }),
      (t) => t.put({ ...mine, version: 2, body: "edited" }),
      (t) => t.delete(deletion(other)),
      (t) => t.put(other),
    ];
    const orders = permutations(steps);
    expect(orders).toHaveLength(720);
    for (const order of orders) {
      const timeline = opened();
      for (const step of order) step(timeline);
      expect(shown(timeline)).toEqual(["m1:message 1", "m2:message 2", "m3:edited"]);
      expect(new Set(timeline.getSnapshot().rows.map((row) => row.key)).size).toBe(3);
      expect(timeline.gap()).toBeNull();
    }
  });

  it("ends the same under every order of create, two edits and delete", () => {
    const versions = [1, 2, 3].map((version) => message(3, { version, body: `v${version}` }));
    const edits = versions.map((v) => (t: Timeline) => t.put(v));
    for (const order of permutations(edits)) {
      const timeline = opened();
      for (const step of order) step(timeline);
      expect(shown(timeline).at(-1)).toBe("m3:v3");
    }
    for (const order of permutations([...edits, (t: Timeline) => t.delete(deletion(message(3)))])) {
      const timeline = opened();
      for (const step of order) step(timeline);
      expect(shown(timeline)).toHaveLength(2);
    }
  });

  it("keeps the row's key from pending to sent", () => {
    const timeline = opened();
    timeline.setPending([item("a")]);
    const before = timeline.getSnapshot().rows.at(-1)?.key;
    timeline.put(message(3, { author: ME, client_message_id: "a" }));
    expect(timeline.getSnapshot().rows.at(-1)?.key).toBe(before);
    expect(timeline.getSnapshot().rows).toHaveLength(3);
  });

  it("does not take another author's message for mine", () => {
    const timeline = opened();
    timeline.setPending([item("a")]);
    timeline.put(message(3, { author: "jason", client_message_id: "a" }));
    expect(shown(timeline)).toEqual(["m1:message 1", "m2:message 2", "m3:message 3", "pending:a"]);
  });

  it("shows failed sends as failed, in typed order, below everything", () => {
    const timeline = opened();
    timeline.setPending([item("a", { state: "expired" }), item("b", { state: "queued" })]);
    timeline.put(message(3));
    expect(shown(timeline).slice(2)).toEqual(["m3:message 3", "failed:a", "pending:b"]);
  });

  it("keeps a patch for a message it has not loaded, until the stale page comes", () => {
    const timeline = new Timeline("watercooler", ME);
    timeline.addPage({ newest: true }, page([message(50)], { has_before: true }), 50);
    timeline.put(message(10, { version: 2, body: "edited" }));
    timeline.delete(deletion(message(11)));
    expect(timeline.getSnapshot().rows).toHaveLength(1);
    const older = page([message(10), message(11), message(12)], { has_before: true });
    timeline.addPage({ before: timeline.edges().low }, older, 50);
    expect(shown(timeline)).toEqual(["m10:edited", "m12:message 12", "m50:message 50"]);
  });

  it("merges boosts in any order and never brings a taken one back", () => {
    const boost = (id: string) => ({
      id,
      message: "m3",
      room: "watercooler",
      booster: "jason",
      content: "👏",
      created: id,
      updated: id,
    });
    const steps: ((t: Timeline) => void)[] = [
      (t) => t.put(message(3)),
      (t) => t.boost(boost("b1")),
      (t) => t.boost(boost("b2")),
      (t) => t.unboost(boost("b1")),
      (t) => t.put(message(3, { version: 2, boosts: [boost("b1"), boost("b2")] })),
    ];
    for (const order of permutations(steps)) {
      const timeline = opened();
      for (const step of order) step(timeline);
      const last = timeline.getSnapshot().rows.at(-1);
      expect(last?.state === "sent" && last.message.boosts.map((b) => b.id)).toEqual(["b2"]);
    }
  });

  it("takes a hole for a loss, but not the numbers of deleted messages", () => {
    const timeline = opened([message(1), message(5)], 7);
    expect(timeline.gap()).toBeNull();
    timeline.put(message(8));
    expect(timeline.gap()).toBeNull();
    timeline.put(message(11));
    expect(timeline.gap()).toEqual({ after: 8, before: 11 });
    timeline.delete(deletion(message(9)));
    expect(timeline.gap()).toEqual({ after: 9, before: 11 });
    timeline.addPage({ after: 8 }, page([message(11)]), 11);
    expect(timeline.gap()).toBeNull();
  });

  it("hides live messages while an older stretch is shown, and joins them at the end", () => {
    const timeline = new Timeline("watercooler", ME);
    const around = page([message(10), message(11)], { has_before: true, has_after: true });
    timeline.addPage({ around: 10 }, around, 14);
    timeline.put(message(15));
    timeline.setPending([item("a")]);
    expect(shown(timeline)).toEqual(["m10:message 10", "m11:message 11"]);
    expect(timeline.gap()).toBeNull();
    timeline.addPage({ after: 11 }, page([message(12), message(14)]), 14);
    expect(shown(timeline).slice(2)).toEqual([
      "m12:message 12",
      "m14:message 14",
      "m15:message 15",
      "pending:a",
    ]);
    expect(timeline.gap()).toBeNull();
  });

  it("ignores a page that was asked for before the window moved", () => {
    const many = Array.from({ length: 30 }, (_, index) => message(index + 71));
    const timeline = new Timeline("watercooler", ME);
    timeline.addPage({ newest: true }, page(many, { has_before: true }), 100);
    timeline.trim("oldest", 10);
    timeline.addPage({ before: 71 }, page([message(70)], { has_before: true }), 100);
    expect(timeline.edges().low).toBe(91);
    expect(timeline.getSnapshot().rows).toHaveLength(10);
    expect(timeline.getSnapshot().has_before).toBe(true);
  });

  it("keeps unsent messages through a reset", () => {
    const timeline = opened();
    timeline.setPending([item("a")]);
    timeline.reset();
    expect(timeline.getSnapshot().loaded).toBe(false);
    timeline.addPage({ newest: true }, page([message(9)], { has_before: true }), 9);
    expect(shown(timeline)).toEqual(["m9:message 9", "pending:a"]);
  });

  it("gives the same snapshot and rows while nothing changes", () => {
    const timeline = opened();
    const before = timeline.getSnapshot();
    timeline.put(message(2));
    expect(timeline.getSnapshot()).toBe(before);
    timeline.put(message(3));
    expect(timeline.getSnapshot().rows[0]).toBe(before.rows[0]);
  });
});
