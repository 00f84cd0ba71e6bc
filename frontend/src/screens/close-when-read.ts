import { closeRead } from "../lib/push.ts";
import type { RoomList } from "../models/room-list.ts";

/** Takes the notification of a room away once it was read, here or on another device. */
export function closeWhenRead(rooms: RoomList): () => void {
  let before = Number.POSITIVE_INFINITY;
  const look = () => {
    const { unread } = rooms.getSnapshot();
    // The browser that cannot say which notifications it shows keeps them.
    if (unread < before) closeRead((id, rseq) => rooms.isRead(id, rseq)).catch(() => {});
    before = unread;
  };
  look();
  return rooms.subscribe(look);
}
