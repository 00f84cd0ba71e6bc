import { describe, expect, it } from "vitest";
import { anchored, created, deleted, seen, serverRead, type UnreadState, unreadCount } from "./unread.ts";

const theirs = { mine: false, mentionsMe: false, deleted: false };
const start = anchored({ head_rseq: 10, read_rseq: 7, unread: 2, mentions: 1 });

function arrive(state: UnreadState, ...numbers: number[]): UnreadState {
  return numbers.reduce((now, rseq) => created(now, { ...theirs, rseq }), state);
}

describe("unread", () => {
  it("starts from the server's count, not from the difference", () => {
    expect(unreadCount(start)).toBe(2);
  });

  it("counts what arrives, once", () => {
    expect(unreadCount(arrive(start, 11, 12, 12, 11))).toBe(4);
  });

  it("is nothing once all is seen, and a message after that counts again", () => {
    const read = seen(arrive(start, 11), 11);
    expect(unreadCount(read)).toBe(0);
    expect(unreadCount(arrive(read, 12))).toBe(1);
  });

  it("keeps a message unread that arrived between the drawing and the word", () => {
    expect(unreadCount(seen(arrive(start, 11, 12), 11))).toBe(1);
  });

  it("never goes back by itself", () => {
    const read = seen(arrive(start, 11), 11);
    expect(seen(read, 5)).toBe(read);
    expect(unreadCount(serverRead(read, { read_rseq: 9, unread: 2, mentions: 0 }))).toBe(0);
  });

  it("goes back when somebody marks unread", () => {
    const read = serverRead(seen(arrive(start, 11), 11), { read_rseq: 11, unread: 0, mentions: 0 });
    const back = serverRead(read, { read_rseq: 4, unread: 6, mentions: 0 });
    expect(back.read).toBe(4);
    expect(unreadCount(back)).toBe(6);
  });

  it("moves with one's own message", () => {
    const sent = created(arrive(start, 11), { ...theirs, mine: true, rseq: 12 });
    expect(sent.read).toBe(12);
    expect(unreadCount(sent)).toBe(0);
  });

  it("forgets what is deleted, before and after the anchor, once", () => {
    let state = arrive(start, 11, 12);
    state = deleted(deleted(state, 12, false), 12, false);
    expect(unreadCount(state)).toBe(3);
    state = deleted(state, 9, false);
    expect(unreadCount(state)).toBe(2);
  });

  it("never shows a number below zero or a dot on an emptied room", () => {
    let state = anchored({ head_rseq: 1, read_rseq: 0, unread: 1, mentions: 0 });
    state = deleted(state, 1, false);
    expect(unreadCount(state)).toBe(0);
    expect(unreadCount(deleted(state, 1, false))).toBe(0);
  });

  it("counts a replayed message that was deleted since for nothing", () => {
    expect(unreadCount(created(start, { ...theirs, deleted: true, rseq: 11 }))).toBe(2);
  });

  it("agrees with a recount after a thousand random steps", () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    let state = anchored({ head_rseq: 0, read_rseq: 0, unread: 0, mentions: 0 });
    const room = new Map<number, "mine" | "theirs">();
    let read = 0;
    const recount = () => [...room].filter(([rseq, who]) => rseq > read && who === "theirs").length;
    for (let step = 0; step < 1_000; step++) {
      const head = state.head;
      const action = random(10);
      if (action < 5) {
        const mine = random(6) === 0;
        room.set(head + 1, mine ? "mine" : "theirs");
        if (mine) read = head + 1;
        state = created(state, { ...theirs, mine, rseq: head + 1 });
      } else if (action < 7 && head > 0) {
        const rseq = 1 + random(head);
        const who = room.get(rseq);
        if (!who) continue;
        room.delete(rseq);
        state = deleted(state, rseq, who === "mine");
      } else if (action < 9) {
        const to = Math.max(read, random(head + 1));
        read = to;
        state = serverRead(seen(state, to), { read_rseq: to, unread: recount(), mentions: 0 });
      } else {
        read = random(read + 1);
        state = serverRead(state, { read_rseq: read, unread: recount(), mentions: 0 });
      }
      expect(unreadCount(state)).toBe(recount());
    }
  });
});
