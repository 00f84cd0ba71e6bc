import { beforeEach, describe, expect, it } from "vitest";
import type { ClientFrame, NackFrame } from "../lib/frames.ts";
import { memoryShelf, type Shelf } from "../lib/storage.ts";
import { settled, TestClock } from "./cast.ts";
import { Outbox } from "./outbox.ts";

let clock: TestClock;
let shelf: Shelf;
let wire: ClientFrame[];
let up: boolean;
let ids: number;

function outbox(user = "david", onStuck = () => {}): Outbox {
  return new Outbox({
    user,
    shelf,
    clock,
    onStuck,
    newID: () => `id-${++ids}`,
    deliver: (frame) => {
      if (up) wire.push(frame);
      return up;
    },
  });
}

function sentIDs(): string[] {
  return wire.flatMap((frame) => (frame.type === "send" ? [frame.client_message_id] : []));
}

function nack(id: string, code: NackFrame["code"], retryable = false, retry_after_ms?: number): NackFrame {
  return { type: "nack", client_message_id: id, code, message: `No: ${code}`, retryable, retry_after_ms };
}

beforeEach(() => {
  clock = new TestClock();
  shelf = memoryShelf();
  wire = [];
  up = true;
  ids = 0;
});

describe("Outbox", () => {
  it("waits for the replay, then sends in typed order, one per room at a time", () => {
    const box = outbox();
    for (const text of ["one", "two"]) box.send("r1", text, text);
    box.send("r2", "three", "three");
    expect(wire).toEqual([]);
    box.connected();
    expect(sentIDs()).toEqual(["id-1", "id-3"]);
    box.confirm("id-1");
    expect(sentIDs()).toEqual(["id-1", "id-3", "id-2"]);
  });

  it("takes silence for unknown: it resends with the same id after a reconnect", () => {
    const box = outbox();
    box.connected();
    box.send("r1", "one", "one");
    box.disconnected();
    expect(box.getSnapshot()[0]?.state).toBe("sent");
    box.connected();
    expect(sentIDs()).toEqual(["id-1", "id-1"]);
    box.confirm("id-1");
    expect(box.getSnapshot()).toEqual([]);
  });

  it("offers retry and delete after 30 seconds without an answer, and still sends when the line returns", async () => {
    const box = outbox();
    box.send("r1", "one", "one");
    box.send("r1", "two", "two");
    await clock.pass(29_000);
    expect(box.getSnapshot()[0]?.state).toBe("queued");
    await clock.pass(2_000);
    expect(box.getSnapshot().map((item) => item.state)).toEqual(["expired", "expired"]);
    box.connected();
    box.confirm("id-1");
    box.confirm("id-2");
    expect(sentIDs()).toEqual(["id-1", "id-2"]);
  });

  it("gives nothing more to a line that does not answer: what is deleted meanwhile has not left", async () => {
    const box = outbox();
    box.connected();
    for (const text of ["one", "two", "three"]) box.send("r1", text, text);
    await clock.pass(31_000);
    expect(box.getSnapshot().map((item) => item.state)).toEqual(["expired", "expired", "expired"]);
    box.discard("id-2");
    expect(sentIDs()).toEqual(["id-1"]);
    box.disconnected();
    box.connected();
    box.confirm("id-1");
    expect(sentIDs()).toEqual(["id-1", "id-1", "id-3"]);
  });

  it("asks for another line when the present one takes a send and does not answer", async () => {
    let stuck = 0;
    const box = outbox("david", () => stuck++);
    box.connected();
    box.send("r1", "one", "one");
    await clock.pass(10_000);
    box.confirm("id-1");
    await clock.pass(20_000);
    expect(stuck).toBe(0);
    box.send("r1", "two", "two");
    await clock.pass(16_000);
    expect(stuck).toBe(1);
  });

  it("retries busy and rate_limited after the time it was told, and holds the room's later sends", async () => {
    const box = outbox();
    box.connected();
    box.send("r1", "one", "one");
    box.send("r1", "two", "two");
    box.refuse(nack("id-1", "busy", true, 2_000));
    await clock.pass(1_900);
    expect(sentIDs()).toEqual(["id-1"]);
    await clock.pass(200);
    expect(sentIDs()).toEqual(["id-1", "id-1"]);
  });

  it.each(["forbidden", "not_found", "invalid", "too_large"] as const)(
    "shows %s with the server's words",
    (code) => {
      const box = outbox();
      box.connected();
      box.send("r1", "one", "one");
      box.send("r1", "two", "two");
      box.refuse(nack("id-1", code));
      expect(box.getSnapshot()[0]).toMatchObject({ state: "rejected", reason: `No: ${code}`, text: "one" });
      expect(sentIDs()).toEqual(["id-1", "id-2"]);
      box.confirm("id-2");
      box.retry("id-1");
      expect(sentIDs()).toEqual(["id-1", "id-2", "id-1"]);
    },
  );

  it("keeps back what the server would close the socket for, and sends what comes after", () => {
    const box = outbox();
    box.connected();
    box.send("r1", "long", "☃".repeat(22_000));
    box.send("r1", "short", "short");
    expect(sentIDs()).toEqual(["id-2"]);
    expect(box.getSnapshot()[0]).toMatchObject({ state: "rejected", code: "too_large", text: "long" });
  });

  it("lets go of a message that was deleted meanwhile", () => {
    const box = outbox();
    box.connected();
    box.send("r1", "one", "one");
    box.refuse(nack("id-1", "gone"));
    expect(box.getSnapshot()).toEqual([]);
  });

  it("retries a conflicting id under a new one", () => {
    const box = outbox();
    box.connected();
    box.send("r1", "one", "one");
    box.refuse(nack("id-1", "cid_conflict"));
    box.retry("id-1");
    expect(box.getSnapshot()).toMatchObject([{ client_message_id: "id-2", text: "one" }]);
  });

  it("survives a reload, in typed order, and never sends another user's", async () => {
    const first = outbox();
    first.connected();
    first.send("r1", "one", "one");
    first.send("r1", "two", "two");
    await settled();
    first.stop();
    const stranger = outbox("jason");
    await stranger.restore();
    expect(stranger.getSnapshot()).toEqual([]);
    wire = [];
    const again = outbox();
    await again.restore();
    again.connected();
    again.confirm("id-1");
    expect(sentIDs()).toEqual(["id-1", "id-2"]);
    again.confirm("id-2");
    await settled();
    expect(await shelf.list("outbox/")).toEqual([]);
  });

  it("keeps what could not leave", () => {
    const box = outbox();
    box.connected();
    up = false;
    box.send("r1", "one", "one");
    expect(box.getSnapshot()[0]?.state).toBe("queued");
    up = true;
    box.connected();
    expect(sentIDs()).toEqual(["id-1"]);
  });

  it("deletes on request", () => {
    const box = outbox();
    box.send("r1", "one", "one");
    box.discard("id-1");
    box.connected();
    expect(wire).toEqual([]);
  });
});
