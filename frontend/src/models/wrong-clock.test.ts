import { describe, expect, it } from "vitest";
import type { ClientFrame } from "../lib/frames.ts";
import { memoryShelf } from "../lib/storage.ts";
import type { PageCursor } from "../lib/wire.ts";
import { message, page, settled, TestClock } from "./cast.ts";
import { History } from "./history.ts";
import { Outbox } from "./outbox.ts";
import { TypingSignal } from "./typing-signal.ts";
import { TypingTracker } from "./typing-tracker.ts";

const HOUR = 3_600_000;

// E11: somebody sets the clock of this machine while the page is open, or it was wrong all along.
describe.each([-12 * HOUR, 12 * HOUR])("a clock that moves by %i ms", (step) => {
  it("keeps what is unsent in typed order, over a reload too, and expires it no sooner", async () => {
    const clock = new TestClock();
    const shelf = memoryShelf();
    const sent: string[] = [];
    let ids = 0;
    const open = () =>
      new Outbox({
        user: "david",
        shelf,
        clock,
        newID: () => `id-${++ids}`,
        deliver: (frame: ClientFrame) => frame.type === "send" && sent.push(frame.client_message_id) > 0,
      });
    const box = open();
    box.send("r1", "one", "one");
    await clock.pass(20_000);
    clock.set(step);
    box.send("r1", "two", "two");
    await clock.pass(9_000);
    expect(box.getSnapshot().map((item) => item.state)).toEqual(["queued", "queued"]);
    await clock.pass(2_000);
    expect(box.getSnapshot().map((item) => item.state)).toEqual(["expired", "queued"]);
    box.stop();
    clock.set(step);
    const again = open();
    await again.restore();
    again.send("r1", "three", "three");
    again.connected();
    for (const id of ["id-1", "id-2", "id-3"]) again.confirm(id);
    expect(sent).toEqual(["id-1", "id-2", "id-3"]);
  });

  it("shows messages by number, whatever their time says", async () => {
    const clock = new TestClock();
    const history = new History({
      room: "watercooler",
      me: "david",
      fetch: () => Promise.resolve({ messages: [], has_before: false, has_after: false }),
      head: () => 3,
      clock,
    });
    await history.openNewest();
    for (const rseq of [2, 1, 3]) {
      const created = new Date(Date.UTC(2026, 10, 23) - rseq * step).toISOString().replace("T", " ");
      history.timeline.put(message(rseq, { created }));
    }
    const shown = history.timeline
      .getSnapshot()
      .rows.flatMap((row) => (row.state === "sent" ? [row.message.rseq] : []));
    expect(shown).toEqual([1, 2, 3]);
  });

  it("asks for a lost message as soon as ever", async () => {
    const clock = new TestClock();
    const asked: PageCursor[] = [];
    const history = new History({
      room: "watercooler",
      me: "david",
      fetch: (cursor) => {
        asked.push(cursor);
        const first = "after" in cursor ? cursor.after : 0;
        return Promise.resolve(page([1, 2].map((one) => message(first + one))));
      },
      head: () => 2,
      clock,
    });
    await history.openNewest();
    history.timeline.put(message(4));
    await clock.pass(1_000);
    clock.set(step);
    history.timeline.put(message(6));
    await clock.pass(1_000);
    expect(asked.slice(1)).toEqual([{ after: 2 }, { after: 4 }]);
  });

  it("says and forgets that somebody types", async () => {
    const clock = new TestClock();
    const said: ClientFrame[] = [];
    const signal = new TypingSignal((frame) => said.push(frame) > 0, clock);
    signal.typed("r1");
    clock.set(step);
    signal.typed("r1");
    expect(said.length, "the readers would forget").toBe(2);
    const tracker = new TypingTracker(clock);
    tracker.started("r1", "jason");
    clock.set(step);
    await clock.pass(4_000);
    expect(tracker.typers("r1")).toEqual(["jason"]);
    await clock.pass(1_500);
    expect(tracker.typers("r1")).toEqual([]);
    await settled();
  });
});
