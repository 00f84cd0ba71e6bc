import { Avatar } from "../../components/avatar.tsx";
import { words } from "../../language/index.ts";
import type { Id, User } from "../../lib/wire.ts";
import { nameOf, pingLabel } from "../../models/people.ts";
import type { RoomView } from "../../models/room-list.ts";
import { unreadText } from "./room-link.tsx";

const MOST_FACES = 4;

interface PingLinkProps {
  room: RoomView;
  users: ReadonlyMap<Id, User>;
  me: Id;
  current: boolean;
  here?: ReadonlySet<Id> | undefined;
}

export function PingLink({ room, users, me, current, here }: PingLinkProps) {
  const members = room.members ?? [];
  const others = members.filter((id) => id !== me);
  const shown = others.length ? others : members;
  const label = pingLabel(users, shown);
  return (
    <a
      className={room.unread > 0 ? "ping ping--unread unread" : "ping"}
      href={`/rooms/${room.id}`}
      aria-current={current ? "page" : undefined}
      aria-description={unreadText(room)}
    >
      <span className="ping__faces" data-count={Math.min(shown.length, MOST_FACES)}>
        {shown.slice(0, MOST_FACES).map((id) => (
          <Avatar
            key={id}
            id={id}
            name={nameOf(users, id)}
            bot={users.get(id)?.role === "bot"}
            here={here?.has(id)}
          />
        ))}
      </span>
      <span className="visually-hidden">{words().rooms.pingWith}</span>{" "}
      <span className="ping__name" dir="auto">
        {label}
      </span>
    </a>
  );
}
