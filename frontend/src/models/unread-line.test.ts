import { describe, expect, it } from "vitest";
import { message, page } from "./cast.ts";
import { Timeline } from "./timeline.ts";
import { unreadLine } from "./unread-line.ts";

function line(readTo: number | null, numbers: number[], change = {}) {
  const room = new Timeline("watercooler", "david");
  const messages = numbers.map((rseq) => message(rseq, { author: rseq % 2 ? "jason" : "david" }));
  room.addPage({ newest: true }, page(messages, change), 0);
  return unreadLine(room.getSnapshot(), readTo, "david");
}

describe("unreadLine", () => {
  it("is nowhere when all was read", () => {
    expect(line(null, [1, 2])).toEqual({ key: null, elsewhere: false });
    expect(line(2, [1, 2])).toEqual({ key: null, elsewhere: false });
  });

  it("stands above the first message of somebody else", () => {
    expect(line(3, [3, 4, 5])).toEqual({ key: "jason/cid-5", elsewhere: false });
    expect(line(0, [1])).toEqual({ key: "jason/cid-1", elsewhere: false });
  });

  it("is not drawn above the first message that happens to be loaded", () => {
    expect(line(3, [101, 102], { has_before: true })).toEqual({ key: null, elsewhere: true });
    expect(line(100, [101, 102], { has_before: true })).toEqual({ key: "jason/cid-101", elsewhere: false });
  });

  it("is not drawn below what is loaded", () => {
    expect(line(200, [101, 102], { has_before: true, has_after: true })).toEqual({
      key: null,
      elsewhere: true,
    });
  });
});
