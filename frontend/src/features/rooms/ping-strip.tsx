import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import { firstName } from "../../lib/text.ts";
import type { Id, User } from "../../lib/wire.ts";
import type { RoomView } from "../../models/room-list.ts";
import { PingLink } from "./ping-link.tsx";

/** So many faces in all: the pings I have, then people I could ping. */
const MOST_PEOPLE = 20;

interface PingStripProps {
  pings: readonly RoomView[];
  users: ReadonlyMap<Id, User>;
  me: Id;
  current: Id | null;
  here?: ReadonlySet<Id> | undefined;
  onStart: (user: Id) => void;
}

export function PingStrip({ pings, users, me, current, here, onStart }: PingStripProps) {
  const strangers = unpinged(pings, users, me);
  const { rooms } = words();
  return (
    <div className="sidebar__pings">
      <a className="ping ping--new" href="/rooms/directs/new" title={rooms.newPing}>
        <span className="ping__faces">
          <span className="sidebar__plus">
            <Icon name="bubble" />
          </span>
        </span>
        <span className="visually-hidden">{rooms.newPing}</span>
        <span className="ping__name" aria-hidden="true">
          {rooms.ping}
        </span>
      </a>
      {pings.map((room) => (
        <PingLink key={room.id} room={room} users={users} me={me} current={room.id === current} here={here} />
      ))}
      {strangers.map((user) => (
        <button
          key={user.id}
          className="ping ping--placeholder"
          type="button"
          onClick={() => onStart(user.id)}
        >
          <span className="ping__faces">
            <Avatar id={user.id} name={user.name} bot={user.role === "bot"} here={here?.has(user.id)} />
          </span>
          <span className="visually-hidden">{rooms.startPingWith}</span>{" "}
          <span className="ping__name" dir="auto">
            {firstName(user.name)}
          </span>
        </button>
      ))}
    </div>
  );
}

function unpinged(pings: readonly RoomView[], users: ReadonlyMap<Id, User>, me: Id): User[] {
  const known = new Set([me, ...pings.flatMap((room) => room.members ?? [])]);
  const active = [...users.values()].filter((user) => user.status === "active" && !known.has(user.id));
  active.sort((a, b) => (a.created < b.created ? -1 : 1));
  return active.slice(0, Math.max(0, MOST_PEOPLE - known.size));
}
