import type { Caller } from "../pocketbase.ts";
import type { Id, Room } from "../wire.ts";

/** The ping with exactly these people and me; the one that is there, if there is one. */
export function startPing(server: Caller, members: Id[]): Promise<Room> {
  return server.answer(server.records<Room>("rooms").create({ kind: "direct", members }));
}
