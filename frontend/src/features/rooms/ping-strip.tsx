import { Avatar } from "../../components/avatar.tsx";
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
  onStart: (user: Id) => void;
}

export function PingStrip({ pings, users, me, current, onStart }: PingStripProps) {
  const strangers = unpinged(pings, users, me);
  if (pings.length === 0 && strangers.length === 0) return null;
  return (
    <div className="sidebar__pings">
      {pings.map((room) => (
        <PingLink key={room.id} room={room} users={users} me={me} current={room.id === current} />
      ))}
      {strangers.map((user) => (
        <button
          key={user.id}
          className="ping ping--placeholder"
          type="button"
          onClick={() => onStart(user.id)}
        >
          <span className="ping__faces">
            <Avatar id={user.id} name={user.name} bot={user.role === "bot"} />
          </span>
          <span className="visually-hidden">Start a ping with</span>{" "}
          <span className="ping__name">{firstName(user.name)}</span>
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
