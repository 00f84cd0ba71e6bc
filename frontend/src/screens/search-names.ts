import type { Named } from "../features/search/name-pick.tsx";
import { words } from "../language/index.ts";
import { sentence } from "../lib/text.ts";
import type { Id, User } from "../lib/wire.ts";
import { nameOf } from "../models/people.ts";
import type { RoomListSnapshot, RoomView } from "../models/room-list.ts";
import { nameInQuery, pingInQuery } from "../models/search-text.ts";

/** Whom and what a search can be narrowed to: myself first, then everybody, also those who left; every room and ping of mine. */
export function namesToPick(
  list: RoomListSnapshot,
  users: ReadonlyMap<Id, User>,
  me: Id,
): { people: Named[]; rooms: Named[] } {
  const everybody = [...users.values()].filter(({ id }) => id !== me);
  const people = everybody.map(({ id, name }) => ({ id, name, value: nameInQuery(name, id), face: true }));
  people.sort(byName);
  people.unshift({ id: me, name: words().search.me, value: "me", face: true });
  const rooms = [...list.rooms, ...list.pings, ...list.hidden].map((room) => roomToPick(room, users, me));
  rooms.sort(byName);
  return { people, rooms };
}

function roomToPick(room: RoomView, users: ReadonlyMap<Id, User>, me: Id): Named {
  if (room.kind !== "direct")
    return { id: room.id, name: room.name, value: nameInQuery(room.name, room.id), face: false };
  const others = (room.members ?? []).filter((id) => id !== me);
  const people = others.length > 0 ? others : [me];
  const value = pingInQuery(
    people.map((id) => users.get(id)?.name ?? ""),
    room.id,
  );
  return { id: room.id, name: sentence(people.map((id) => nameOf(users, id))), value, face: false };
}

function byName(a: Named, b: Named): number {
  return a.name.localeCompare(b.name, undefined, { sensitivity: "base" });
}
