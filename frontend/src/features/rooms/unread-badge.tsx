import type { RoomView } from "../../models/room-list.ts";

const MOST = 99;

/** How much is unread, and whether somebody means me. The link around it says the same in words. */
export function UnreadBadge({ room }: { room: RoomView }) {
  if (room.unread === 0) return null;
  return (
    <span className="badges" aria-hidden="true">
      {room.mentions > 0 && <span className="badge badge--mention">@{limit(room.mentions)}</span>}
      <span className="badge">{limit(room.unread)}</span>
    </span>
  );
}

function limit(count: number): string {
  return count > MOST ? `${MOST}+` : String(count);
}
