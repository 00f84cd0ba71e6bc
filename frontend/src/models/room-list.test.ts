import { describe, expect, it } from "vitest";
import { message, room, user } from "./cast.ts";
import { formatRow } from "./message-format.ts";
import { pingLabel } from "./people.ts";
import { RoomList } from "./room-list.ts";
import type { SentRow } from "./rows.ts";

function list(): RoomList {
  const rooms = new RoomList("david");
  rooms.replaceAll([
    room("b", { name: "beta" }),
    room("a", { name: "Alpha", created: "2020" }),
    room("hidden", { involvement: "invisible" }),
    room("p1", { kind: "direct", name: "", last_message_at: "2026-01-01" }),
    room("p2", { kind: "direct", name: "", last_message_at: "2026-02-01" }),
  ]);
  return rooms;
}

describe("RoomList", () => {
  it("sorts rooms by name and pings by the latest word", () => {
    const rooms = list();
    expect(rooms.getSnapshot().rooms.map((one) => one.id)).toEqual(["a", "b"]);
    expect(rooms.getSnapshot().pings.map((one) => one.id)).toEqual(["p2", "p1"]);
    rooms.messageCreated(message(1, { room: "p1", created: "2026-03-01" }));
    expect(rooms.getSnapshot().pings.map((one) => one.id)).toEqual(["p1", "p2"]);
    expect(rooms.getSnapshot().unread).toBe(1);
    expect(rooms.oldest()?.id).toBe("a");
  });

  it("keeps what is invisible apart, and gives it back", () => {
    const rooms = list();
    const ids = () => {
      const { rooms: shown, hidden } = rooms.getSnapshot();
      return [shown.map((one) => one.id), hidden.map((one) => one.id)];
    };
    expect(ids()).toEqual([["a", "b"], ["hidden"]]);
    rooms.involve("hidden", "mentions");
    rooms.involve("a", "invisible");
    expect(ids()).toEqual([["b", "hidden"], ["a"]]);
  });

  it("gives the same snapshot until something changes", () => {
    const rooms = list();
    const before = rooms.getSnapshot();
    rooms.messageCreated(message(1, { room: "nowhere" }));
    expect(rooms.getSnapshot()).toBe(before);
  });

  it("knows of a room that is gone how it went, and forgets nothing by hearing it twice", () => {
    const list = new RoomList("david");
    list.replaceAll([room("kitchen", { name: "Kitchen" }), room("attic")]);
    list.remove("kitchen", "deleted");
    list.remove("kitchen");
    list.remove("attic");
    expect(list.getSnapshot().rooms).toEqual([]);
    expect(list.gone("kitchen")).toMatchObject({ how: "deleted", room: { name: "Kitchen" } });
    expect(list.gone("attic")?.how).toBe("left");
    expect(list.gone("never seen")).toBeUndefined();
  });

  it("keeps the members of a ping when an update leaves them out", () => {
    const rooms = list();
    rooms.add(room("p3", { kind: "direct", members: ["david", "jason"] }));
    rooms.update({ ...room("p3", { kind: "direct" }), members: undefined });
    expect(rooms.get("p3")?.members).toEqual(["david", "jason"]);
  });
});

describe("pingLabel", () => {
  const users = new Map(["Priya Nair", "Jonas Weber", "Mei Lin"].map((name) => [name, user(name, name)]));
  it.each([
    [["Priya Nair"], "Priya"],
    [["Jonas Weber", "Mei Lin"], "JW+ML"],
    [["Jonas Weber", "Mei Lin", "Priya Nair"], "JW, ML, and PN"],
    [["nobody"], "Someone"],
  ])("%s is %s", (others, label) => expect(pingLabel(users, others)).toBe(label));
});

describe("formatRow", () => {
  const row = (at: string, author = "jason"): SentRow => ({
    key: at,
    state: "sent",
    message: message(1, { created: at, author }),
  });

  it("threads the same author within five minutes", () => {
    const first = row("2026-11-23 12:00:00.000Z");
    expect(formatRow(row("2026-11-23 12:05:00.000Z"), first).threaded).toBe(true);
    expect(formatRow(row("2026-11-23 12:05:00.001Z"), first).threaded).toBe(false);
    expect(formatRow(row("2026-11-23 12:01:00.000Z", "kevin"), first).threaded).toBe(false);
  });

  it("starts each local day with a separator", () => {
    const first = row("2026-11-20 12:00:00.000Z");
    expect(formatRow(first, undefined).new_day).toBe(true);
    expect(formatRow(row("2026-11-20 12:01:00.000Z"), first).new_day).toBe(false);
    expect(formatRow(row("2026-11-22 12:00:00.000Z"), first).new_day).toBe(true);
  });
});
