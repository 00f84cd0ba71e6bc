import { useSnapshot } from "../../components/use-snapshot.ts";
import { words } from "../../language/index.ts";
import type { Id, Involvement, User } from "../../lib/wire.ts";
import { roomName } from "../../models/people.ts";
import type { RoomList, RoomView } from "../../models/room-list.ts";
import { Bell } from "./bell.tsx";

interface InvolvementListProps {
  list: RoomList;
  users: ReadonlyMap<Id, User>;
  onChange: (room: Id, level: Involvement) => Promise<void>;
}

/** Every room of mine with its bell: the way back for one that was taken out of the sidebar. */
export function InvolvementList({ list, users, onChange }: InvolvementListProps) {
  const { rooms, pings, hidden } = useSnapshot(list);
  const shared = [...rooms, ...hidden.filter((room) => room.kind !== "direct")];
  const direct = [...pings, ...hidden.filter((room) => room.kind === "direct")];
  shared.sort((a, b) => a.name.localeCompare(b.name, undefined, { sensitivity: "base" }));
  const title = words().users.roomsTitle;

  const entries = (some: RoomView[]) => (
    <ul className="group__list">
      {some.map((room) => (
        <li key={room.id} className={room.involvement === "invisible" ? "entry entry--quiet" : "entry"}>
          <a className="entry__name" href={`/rooms/${room.id}`} dir="auto">
            {roomName(users, list.me, room)}
          </a>
          <span className="entry__leader" />
          <span className="entry__tools">
            <Bell kind={room.kind} level={room.involvement} onChange={(level) => onChange(room.id, level)} />
          </span>
        </li>
      ))}
    </ul>
  );

  if (shared.length + direct.length === 0) return null;
  return (
    <section className="group" aria-label={title}>
      <h2 className="group__title">{title}</h2>
      {shared.length > 0 && entries(shared)}
      {shared.length > 0 && direct.length > 0 && <hr className="group__rule" />}
      {direct.length > 0 && entries(direct)}
    </section>
  );
}
