import type { Catalogue } from "../language/index.ts";
import type { Found } from "../lib/api/search.ts";
import { fold } from "../lib/fold.ts";
import type { Id, User } from "../lib/wire.ts";
import { activePeople, nameOf, roomName } from "./people.ts";
import { matchesName } from "./person-filter.ts";
import type { RoomList, RoomView } from "./room-list.ts";

const MOST = 12;

/** Somewhere to go: an address, or a person with whom a ping is to begin. */
export interface Goal {
  key: string;
  kind: "room" | "ping" | "person" | "page" | "message" | "search";
  name: string;
  /** Of a message: what was found in it, as lib/snippet.ts reads it. */
  snippet?: string;
  path?: string;
  user?: Id;
  unread: number;
}

/** The sidebar from top to bottom: pings, then rooms. */
export function inSidebar(list: RoomList): RoomView[] {
  const { pings, rooms } = list.getSnapshot();
  return [...pings, ...rooms];
}

/** The next room up or down from where one is, and from the end on to the other end. */
export function neighbour(all: readonly RoomView[], current: Id | null, step: 1 | -1, unread = false) {
  const at = all.findIndex((room) => room.id === current);
  const start = at < 0 && step < 0 ? 0 : at;
  for (let count = 1; count <= all.length; count++) {
    const room = all[(start + step * count + all.length * 2) % all.length];
    if (room && room.id !== current && (!unread || room.unread > 0)) return room;
  }
  return undefined;
}

/** What the query was found in; its last answer, while the next one comes. */
export type Hits = readonly Found[];

/** Where a query may lead, the likeliest first. Nothing typed yet: what is unread, then the rest. */
export function goals(
  query: string,
  list: RoomList,
  users: ReadonlyMap<Id, User>,
  words: Catalogue,
  hits: Hits = [],
): Goal[] {
  const rooms = roomGoals(list, users);
  if (!query.trim()) {
    const unread = rooms.filter((goal) => goal.unread > 0);
    return [...unread, ...rooms.filter((goal) => goal.unread === 0)].slice(0, MOST);
  }
  const all = [...rooms, ...personGoals(list, users), ...pageGoals(words)];
  const found = all.filter((goal) => matchesName(goal.name, query));
  const start = fold(query.trim());
  const [begins, others] = [true, false].map((does) =>
    found.filter((goal) => fold(goal.name).startsWith(start) === does),
  );
  const search: Goal = {
    key: "search",
    kind: "search",
    name: words.pages.jump.search(query.trim()),
    path: `/searches?q=${encodeURIComponent(query.trim())}`,
    unread: 0,
  };
  return [...(begins ?? []), ...(others ?? [])]
    .slice(0, MOST - 1)
    .concat(messageGoals(hits, list, users), search);
}

/** Nothing of a room that somebody was let out of meanwhile. */
function messageGoals(hits: Hits, list: RoomList, users: ReadonlyMap<Id, User>): Goal[] {
  return hits.flatMap(({ message, room, snippet }) => {
    const view = list.get(room.id);
    if (!view) return [];
    const name = `${nameOf(users, message.author)} · ${roomName(users, list.me, view)}`;
    const path = `/rooms/${room.id}/@${message.rseq}`;
    return { key: message.id, kind: "message", name, snippet, path, unread: 0 };
  });
}

function roomGoals(list: RoomList, users: ReadonlyMap<Id, User>): Goal[] {
  return [...inSidebar(list), ...list.getSnapshot().hidden].map((room) => ({
    key: room.id,
    kind: room.kind === "direct" ? "ping" : "room",
    name: roomName(users, list.me, room),
    path: `/rooms/${room.id}`,
    unread: room.involvement === "invisible" ? 0 : room.unread,
  }));
}

/** Those with whom there is no ping yet; with the others there is the ping. */
function personGoals(list: RoomList, users: ReadonlyMap<Id, User>): Goal[] {
  const { pings, hidden } = list.getSnapshot();
  const pinged = new Set<Id>();
  for (const { kind, members } of [...pings, ...hidden]) {
    if (kind !== "direct" || !members) continue;
    const others = members.filter((id) => id !== list.me);
    if (others.length < 2) pinged.add(others[0] ?? list.me);
  }
  return activePeople(users)
    .filter(({ id }) => !pinged.has(id))
    .map(({ id }) => ({ key: id, kind: "person", name: nameOf(users, id), user: id, unread: 0 }));
}

function pageGoals({ rooms, notifications }: Catalogue): Goal[] {
  const pages: [name: string, path: string][] = [
    [notifications.list.title, "/notifications"],
    [rooms.mySettings, "/users/me/profile"],
    [rooms.accountSettings, "/account/edit"],
    [rooms.newRoom, "/rooms/opens/new"],
    [rooms.newPing, "/rooms/directs/new"],
  ];
  return pages.map(([name, path]) => ({ key: path, kind: "page", name, path, unread: 0 }));
}
