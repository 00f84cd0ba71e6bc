import { words } from "../../language/index.ts";
import type { RoomView } from "../../models/room-list.ts";
import { UnreadBadge } from "./unread-badge.tsx";

export function RoomLink({ room, current }: { room: RoomView; current: boolean }) {
  return (
    <a
      className={room.unread > 0 ? "room unread" : "room"}
      href={`/rooms/${room.id}`}
      aria-current={current ? "page" : undefined}
      aria-description={unreadText(room)}
    >
      <span className="room__name" dir="auto">
        {room.name}
      </span>
      <UnreadBadge room={room} />
    </a>
  );
}

/** For the ear, what the badges say to the eye. */
export function unreadText({ unread, mentions }: RoomView): string | undefined {
  const { rooms } = words();
  if (unread === 0) return undefined;
  return mentions > 0 ? `${rooms.unread(unread)}, ${rooms.mentions(mentions)}` : rooms.unread(unread);
}
