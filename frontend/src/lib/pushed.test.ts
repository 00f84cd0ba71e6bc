import { expect, it } from "vitest";
import { isStale, readPushed, showsRoom } from "./pushed.ts";

const whole = {
  kind: "message",
  title: "Kitchen",
  body: "Ada: Soup",
  room: "kitchen",
  rseq: 7,
  tag: "room:kitchen",
  path: "/rooms/kitchen",
  at: "2026-01-01 00:00:00.000Z",
  badge: 2,
  unread: ["kitchen"],
};

it("reads what the server pushes", () => {
  expect(readPushed(whole)).toEqual(whole);
});

it.each([null, "x", 7, {}, { kind: "other", tag: "x" }, { kind: "message" }])(
  "reads nothing from %j",
  (value) => {
    expect(readPushed(value)).toBeNull();
  },
);

it.each(["https://evil.example", "//evil.example", "javascript:alert(1)", 7, undefined])(
  "never leads away from here, as to %s",
  (path) => {
    expect(readPushed({ ...whole, path })?.path).toBe("/");
  },
);

it("knows whether a window shows a room", () => {
  expect(showsRoom("https://chat.example/rooms/kitchen", "kitchen")).toBe(true);
  expect(showsRoom("https://chat.example/rooms/kitchen/@7", "kitchen")).toBe(true);
  expect(showsRoom("https://chat.example/rooms/kitchen/edit", "kitchen")).toBe(false);
  expect(showsRoom("https://chat.example/rooms/kitchens", "kitchen")).toBe(false);
});

it("knows which notifications are out of date", () => {
  expect(isStale("room:kitchen", [])).toBe(true);
  expect(isStale("room:kitchen", ["kitchen"])).toBe(false);
  expect(isStale("room:kitchen", null)).toBe(false);
  expect(isStale("test", [])).toBe(false);
});
