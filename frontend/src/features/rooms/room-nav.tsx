import type { ReactNode } from "react";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { Id, User } from "../../lib/wire.ts";
import { roomName } from "../../models/people.ts";
import type { RoomView } from "../../models/room-list.ts";

interface RoomNavProps {
  room: RoomView;
  users: ReadonlyMap<Id, User>;
  me: Id;
  /** What else there is to do with the room. */
  children?: ReactNode;
}

export function RoomNav({ room, users, me, children }: RoomNavProps) {
  const { rooms } = words();
  const ping = room.kind === "direct";
  const settings = ping ? rooms.settingsPing : rooms.settings;
  return (
    <header className="nav">
      <h1 className="nav__title" dir="auto">
        {ping && <span className="visually-hidden">{rooms.pingWith} </span>}
        {roomName(users, me, room)}
      </h1>
      <span className="nav__tools">
        <a className="btn" href={`/rooms/${room.id}/edit`} title={settings}>
          <Icon name="dots" />
          <span className="visually-hidden">{settings}</span>
        </a>
        {children}
      </span>
    </header>
  );
}
