import { describe, expect, it } from "vitest";
import { arrivals } from "./arrivals.ts";
import { message, page } from "./cast.ts";
import { Timeline } from "./timeline.ts";

function timeline(...numbers: number[]): Timeline {
  const room = new Timeline("watercooler", "david");
  room.addPage(
    { newest: true },
    page(
      numbers.map((number) => message(number)),
      { has_before: true },
    ),
    0,
  );
  return room;
}

function texts(messages: { body_text: string }[]): string[] {
  return messages.map(({ body_text }) => body_text);
}

describe("arrivals", () => {
  it("is silent about what was there, and says what comes, once", () => {
    const room = timeline(10, 11);
    const first = arrivals(null, room.getSnapshot(), "david");
    expect(first.news).toEqual([]);
    room.put(message(12));
    const second = arrivals(first.heard, room.getSnapshot(), "david");
    expect(texts(second.news)).toEqual(["message 12"]);
    room.put(message(12, { version: 2, body: "edited" }));
    expect(arrivals(second.heard, room.getSnapshot(), "david").news).toEqual([]);
  });

  it("is silent about my own messages and about pages of history", () => {
    const room = timeline(10, 11);
    const { heard } = arrivals(null, room.getSnapshot(), "david");
    room.addPage({ before: 10 }, page([message(8), message(9)]), 11);
    room.put(message(12, { author: "david" }));
    expect(arrivals(heard, room.getSnapshot(), "david").news).toEqual([]);
  });

  it("is silent while the end of the room is elsewhere, and when it comes into view", () => {
    const room = new Timeline("watercooler", "david");
    room.addPage({ around: 5 }, page([message(5)], { has_after: true, has_before: true }), 7);
    const far = arrivals(null, room.getSnapshot(), "david");
    room.addPage({ after: 5 }, page([message(6), message(7)], { has_before: true }), 7);
    const near = arrivals(far.heard, room.getSnapshot(), "david");
    expect(near.news).toEqual([]);
    room.put(message(8));
    expect(texts(arrivals(near.heard, room.getSnapshot(), "david").news)).toEqual(["message 8"]);
  });
});
