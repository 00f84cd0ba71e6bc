import { sentence } from "../../lib/text.ts";
import type { Id, User } from "../../lib/wire.ts";
import { nameOf } from "../../models/people.ts";
import type { RoomView } from "../../models/room-list.ts";

interface RoomNavProps {
  room: RoomView;
  users: ReadonlyMap<Id, User>;
  me: Id;
}

export function RoomNav({ room, users, me }: RoomNavProps) {
  const others = (room.members ?? []).filter((id) => id !== me);
  return (
    <header className="nav">
      <h1 className="nav__title">
        {room.kind === "direct" ? (
          <>
            <span className="visually-hidden">Ping with </span>
            {sentence((others.length ? others : [me]).map((id) => nameOf(users, id)))}
          </>
        ) : (
          room.name
        )}
      </h1>
    </header>
  );
}
