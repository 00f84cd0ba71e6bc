import { describe, expect, it, vi } from "vitest";
import type { Notification, NotificationPage } from "../lib/api/notifications.ts";
import type { EventFrame } from "../lib/frames.ts";
import type { Caller } from "../lib/pocketbase.ts";
import { deletion, message, settled, TestClock } from "./cast.ts";
import { Notifications } from "./notifications.ts";

const entry = (seq: number, unread = false): Notification => ({
  kind: "mention",
  seq,
  unread,
  message: message(seq),
});

function page(seqs: number[], change: Partial<NotificationPage> = {}): NotificationPage {
  return { notifications: seqs.map((seq) => entry(seq)), next: "", seen: 0, unread: 0, ...change };
}

function start(answer: Partial<NotificationPage> = {}) {
  const clock = new TestClock();
  const call = vi.fn(async (_method: string, _path: string, _body?: unknown): Promise<unknown> => {
    return page([], answer);
  });
  const model = new Notifications({ call } as unknown as Caller, "david", clock, () => 0.5);
  const asked = () => call.mock.calls.map(([, path]) => new URL(path, "http://x").searchParams);
  return { clock, call, model, asked, shown: () => model.getSnapshot() };
}

function event(kind: EventFrame["kind"], data: object): EventFrame {
  return { type: "event", seq: 1, kind, data, at: "" } as unknown as EventFrame;
}

describe("the count", () => {
  it("is asked for again when somebody names me, boosts me, or moves me in or out of a room", async () => {
    const boost = { id: "b", message: "m", room: "r", booster: "kevin", author: "david", content: "!" };
    for (const news of [
      event("message.created", message(1, { mentions: ["david"] })),
      event("message.updated", message(1, { mentions: ["david"] })),
      event("boost.created", boost),
      event("boost.deleted", boost),
      event("membership.deleted", { id: "x", room: "r", user: "david" }),
    ]) {
      const { model, clock, asked, shown } = start({ unread: 3 });
      model.heard(news);
      await clock.pass(200);
      expect([news.kind, asked().length, asked()[0]?.get("limit"), shown().unread]).toEqual([
        news.kind,
        1,
        "1",
        3,
      ]);
    }
  });

  it("is left alone by what is none of mine", async () => {
    const { model, clock, call } = start();
    model.adopt({ seen: 0, unread: 5 });
    const boost = { id: "b", message: "m", room: "r", booster: "david", author: "david", content: "!" };
    model.heard(event("message.created", message(1)));
    model.heard(event("message.created", message(2, { author: "david", mentions: ["david"] })));
    model.heard(event("boost.created", boost));
    model.heard(event("boost.created", { ...boost, booster: "kevin", author: "jason" }));
    model.heard(event("membership.deleted", { id: "x", room: "r", user: "kevin" }));
    await clock.pass(5_000);
    expect(call).not.toHaveBeenCalled();
  });

  it("asks once about many things that may have taken something away, and not while there is nothing", async () => {
    const { model, clock, call } = start({ unread: 1 });
    const gone = event("message.deleted", deletion(message(1)));
    model.heard(gone);
    await clock.pass(5_000);
    expect(call).not.toHaveBeenCalled();
    model.adopt({ seen: 0, unread: 2 });
    for (let times = 0; times < 20; times++) model.heard(gone);
    await clock.pass(5_000);
    expect(call).toHaveBeenCalledTimes(1);
    expect(model.getSnapshot().unread).toBe(1);
  });

  it("is what another device of mine left", () => {
    const { model, shown } = start();
    model.adopt({ seen: 0, unread: 4 });
    model.heard(event("seen.updated", { user: "david", seen: 9, unread: 1 }));
    expect(shown().unread).toBe(1);
  });
});

describe("the list", () => {
  it("comes page by page, nothing twice, though something moved in between", async () => {
    const { model, call, shown } = start();
    call.mockResolvedValueOnce(page([9, 8, 7], { next: "7" }));
    model.open("all");
    await settled();
    call.mockResolvedValueOnce(page([8, 6, 5]));
    await model.older();
    expect(shown().list.map(({ seq }) => seq)).toEqual([9, 8, 7, 6, 5]);
    expect([shown().more, shown().older]).toEqual([false, "idle"]);
  });

  it("forgets the page of a filter that was left", async () => {
    const { model, call, shown } = start();
    call.mockResolvedValueOnce(page([9], { next: "9" }));
    model.open("all");
    await settled();
    let arrive = (_page: NotificationPage) => {};
    call.mockReturnValueOnce(new Promise((done) => (arrive = done)));
    const older = model.older();
    call.mockResolvedValueOnce(page([4]));
    model.open("boosts");
    await settled();
    arrive(page([8]));
    await older;
    expect(shown().list.map(({ seq }) => seq)).toEqual([4]);
    expect(shown().older).toBe("idle");
  });

  it("says that it did not come, and comes when it is asked for again", async () => {
    const { model, call, shown } = start();
    call.mockRejectedValueOnce(new Error("no network"));
    model.open("all");
    await settled();
    expect([shown().state, shown().reason]).toEqual(["failed", "no network"]);
    call.mockResolvedValueOnce(page([3]));
    model.retry();
    await settled();
    expect([shown().state, shown().list.length]).toEqual(["shown", 1]);
  });

  it("stays while a later look fails, and can be asked for older ones again", async () => {
    const { model, call, clock, shown } = start();
    call.mockResolvedValueOnce(page([3], { next: "3" }));
    model.open("all");
    await settled();
    call.mockRejectedValue(new Error("no network"));
    model.heard(event("message.created", message(1, { mentions: ["david"] })));
    await clock.pass(500);
    await model.older();
    expect([shown().state, shown().list.length, shown().older]).toEqual(["shown", 1, "failed"]);
    call.mockResolvedValue(page([2]));
    model.retry();
    await settled();
    expect(shown().list.map(({ seq }) => seq)).toEqual([3, 2]);
  });

  it("marks the one that is followed, and no other", async () => {
    const { model, call, shown } = start();
    call.mockResolvedValueOnce({ ...page([]), notifications: [entry(9, true), entry(8, true)], unread: 2 });
    model.open("all");
    await settled();
    call.mockResolvedValueOnce({ seen: 0, unread: 1 });
    const first = shown().list[0];
    if (first) await model.follow(first);
    expect(call.mock.lastCall).toEqual(["POST", "/api/chat/notifications/seen", { seq: 9, only: true }]);
    expect(shown().list.map(({ unread }) => unread)).toEqual([false, true]);
    expect([shown().unread, model.opened]).toEqual([1, 9]);
  });

  it("marks what is in it, and not what comes meanwhile", async () => {
    const { model, call, shown } = start({ unread: 1 });
    call.mockResolvedValueOnce({ ...page([]), notifications: [entry(7, true), entry(9)], unread: 1 });
    model.open("all");
    await settled();
    call.mockResolvedValueOnce({ seen: 9, unread: 1 });
    await model.markAll();
    expect(call.mock.calls[1]?.[2]).toEqual({ seq: 9, only: false });
    expect(shown().unread).toBe(1);
  });
});
