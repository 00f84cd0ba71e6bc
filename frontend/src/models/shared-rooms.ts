import { roomMembers } from "../lib/api/rooms.ts";
import type { Caller } from "../lib/pocketbase.ts";
import type { Id } from "../lib/wire.ts";
import type { RoomList, RoomView } from "./room-list.ts";

/** Open and closed rooms, also those that I took out of the sidebar. */
export function myRooms(list: RoomList): RoomView[] {
  const { rooms, hidden } = list.getSnapshot();
  return [...rooms, ...hidden.filter((room) => room.kind !== "direct")];
}

/** Which of my rooms somebody is in too: every open one; of the closed ones the server knows. Pings are no place for a bot. */
export async function sharedRooms(
  server: Caller,
  mine: readonly RoomView[],
): Promise<(user: Id) => RoomView[]> {
  const closed = mine.filter((room) => room.kind === "closed");
  const lists = await Promise.all(closed.map((room) => roomMembers(server, room.id)));
  const members = new Map(closed.map((room, index) => [room.id, new Set(lists[index])]));
  return (user) => mine.filter((room) => room.kind === "open" || members.get(room.id)?.has(user));
}
