import { beforeEach, describe, expect, it } from "vitest";
import { words } from "../language/index.ts";
import { chord } from "../lib/chord.ts";
import { message, room, user } from "./cast.ts";
import { goals, inSidebar, neighbour } from "./jump.ts";
import { RoomList } from "./room-list.ts";

const users = new Map(
  [
    user("david", "David Stone"),
    user("jason", "Jason Fry"),
    user("kevin", "Kevin May"),
    { ...user("gone", "Kenneth Gone"), status: "deactivated" as const },
  ].map((one) => [one.id, one]),
);
let list: RoomList;

beforeEach(() => {
  list = new RoomList("david");
  list.replaceAll([
    room("designers", { name: "Designers" }),
    room("kitchen", { name: "The Kitchen", head_rseq: 2, read_rseq: 0, unread: 2 }),
    room("old", { name: "Old rooms", involvement: "invisible", head_rseq: 9, unread: 9 }),
    room("ping", { kind: "direct", name: "", members: ["david", "jason"], last_message_at: "2026-11-24" }),
    room("trio", { kind: "direct", name: "", members: ["david", "jason", "kevin"] }),
  ]);
});

/** As the server answers. */
const hit = (rseq: number, where: string) => ({
  message: message(rseq, { room: where, author: "kevin" }),
  room: { id: where, kind: "open" as const, name: "as it was called" },
  snippet: `the <mark>kit</mark> ${rseq}`,
});

const names = (query: string) =>
  goals(query, list, users, words()).map(({ kind, name }) => `${kind} ${name}`);

describe("goals", () => {
  it("lead to messages after what has a name, and to nothing of rooms that one is not in", () => {
    const found = goals("kit", list, users, words(), [hit(7, "designers"), hit(8, "left"), hit(9, "ping")]);
    expect(found.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      "room /rooms/kitchen",
      "message /rooms/designers/@7",
      "message /rooms/ping/@9",
      "search /searches?q=kit",
    ]);
    expect(found.slice(1, 3).map(({ name, snippet }) => [name, snippet])).toEqual([
      ["Kevin May · Designers", "the <mark>kit</mark> 7"],
      ["Kevin May · Jason Fry", "the <mark>kit</mark> 9"],
    ]);
    expect(
      goals("", list, users, words(), [hit(7, "designers")]).some(({ kind }) => kind === "message"),
    ).toBe(false);
  });

  it("begin with what is unread while nothing is typed", () => {
    expect(names("")).toEqual([
      "room The Kitchen",
      "ping Jason Fry",
      "ping Jason Fry and Kevin May",
      "room Designers",
      "room Old rooms",
    ]);
  });

  it("are found by words and initials, first what begins so, people without a ping last, then the search", () => {
    expect(names("k")).toEqual([
      "person Kevin May",
      "ping Jason Fry and Kevin May",
      "room The Kitchen",
      "search Search messages for “k”",
    ]);
    expect(names("tk")).toEqual(["room The Kitchen", "search Search messages for “tk”"]);
    expect(names("jason")).toEqual([
      "ping Jason Fry",
      "ping Jason Fry and Kevin May",
      "search Search messages for “jason”",
    ]);
    expect(names("settings")).toContain("page My Settings");
  });

  it("carry what was typed to the search, whatever it is", () => {
    const last = goals(" a&b=#? ", list, users, words()).at(-1);
    expect(new URL(last?.path ?? "", "http://x").searchParams.get("q")).toBe("a&b=#?");
  });
});

describe("neighbour", () => {
  const next = (from: string | null, step: 1 | -1, unread = false) =>
    neighbour(inSidebar(list), from, step, unread)?.id;

  it("walks the sidebar and goes round at its ends", () => {
    expect([next("ping", 1), next("trio", 1), next("designers", 1), next("kitchen", 1)]).toEqual([
      "trio",
      "designers",
      "kitchen",
      "ping",
    ]);
    expect([next("ping", -1), next(null, 1), next(null, -1)]).toEqual(["kitchen", "ping", "kitchen"]);
  });

  it("finds the next unread, and none where there is none", () => {
    expect([next("ping", 1, true), next("ping", -1, true), next("kitchen", 1, true)]).toEqual([
      "kitchen",
      "kitchen",
      undefined,
    ]);
    expect(neighbour([], null, 1)).toBeUndefined();
  });
});

it.each([
  [{ key: "K", ctrlKey: true }, "Mod+k"],
  [{ key: "k", metaKey: true }, "Mod+k"],
  [{ key: "K", ctrlKey: true, shiftKey: true }, "Mod+Shift+k"],
  [{ key: "?", shiftKey: true }, "?"],
  [{ key: "ArrowUp", altKey: true, shiftKey: true }, "Alt+Shift+ArrowUp"],
])("says %j as %s", (press, said) => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  expect(chord({ ...none, ...press })).toBe(said);
});
