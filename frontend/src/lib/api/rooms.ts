import type { Caller } from "../pocketbase.ts";
import type { Id, Involvement, Membership, Room } from "../wire.ts";

export interface RoomForm {
  name: string;
  kind: "open" | "closed";
  /** Of a closed room, all of them; an open room has everybody. */
  members: Id[];
}

/** The ping with exactly these people and me; the one that is there, if there is one. */
export function startPing(server: Caller, members: Id[]): Promise<Room> {
  return server.answer(server.records<Room>("rooms").create({ kind: "direct", members }));
}

export function createRoom(server: Caller, form: RoomForm): Promise<Room> {
  return server.answer(server.records<Room>("rooms").create(form));
}

export function updateRoom(server: Caller, room: Id, form: RoomForm): Promise<Room> {
  return server.answer(server.records<Room>("rooms").update(room, form));
}

export async function deleteRoom(server: Caller, room: Id): Promise<void> {
  await server.answer(server.records<Room>("rooms").delete(room));
}

/** Everybody in a room of mine, also bots, and those who left a ping. */
export async function roomMembers(server: Caller, room: Id): Promise<Id[]> {
  const { members } = await server.call<{ members: Id[] }>("GET", `/api/chat/rooms/${room}/members`);
  return members;
}

/** How much somebody wants to hear of a room; only their own. */
export async function setInvolvement(server: Caller, room: Id, me: Id, level: Involvement): Promise<void> {
  const membership = await findMembership(server, room, me);
  await server.answer(
    server.records<Membership>("memberships").update(membership.id, { involvement: level }),
  );
}

export async function leaveRoom(server: Caller, room: Id, me: Id): Promise<void> {
  const membership = await findMembership(server, room, me);
  await server.answer(server.records<Membership>("memberships").delete(membership.id));
}

function findMembership(server: Caller, room: Id, user: Id): Promise<Membership> {
  const records = server.records<Membership>("memberships");
  return server.answer(records.getFirstListItem(`room = "${room}" && user = "${user}"`));
}
