import type { Caller } from "../pocketbase.ts";
import type { Id, Room } from "../wire.ts";

/** The ping with exactly these people and me; the one that is there, if there is one. */
export function startPing(server: Caller, members: Id[]): Promise<Room> {
  return server.answer(server.records<Room>("rooms").create({ kind: "direct", members }));
}

/** Everybody in a room of mine, also bots, and those who left a ping. */
export async function roomMembers(server: Caller, room: Id): Promise<Id[]> {
  return (await server.call<{ members: Id[] }>("GET", `/api/chat/rooms/${room}/members`)).members;
}
