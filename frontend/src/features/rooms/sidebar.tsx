import { type ReactNode, useEffect, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { useCalmSnapshot } from "../../components/use-calm-snapshot.ts";
import type { Id, User } from "../../lib/wire.ts";
import type { RoomList } from "../../models/room-list.ts";
import { PingStrip } from "./ping-strip.tsx";

interface SidebarProps {
  list: RoomList;
  users: ReadonlyMap<Id, User>;
  current: Id | null;
  onStartPing: (user: Id) => void;
  foot: ReactNode;
}

export function Sidebar({ list, users, current, onStartPing, foot }: SidebarProps) {
  const { rooms, pings, unread } = useCalmSnapshot(list);
  const [open, setOpen] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving in another room closes the panel
  useEffect(() => setOpen(false), [current]);

  useEffect(() => {
    if (!open) return;
    const close = (event: KeyboardEvent) => event.key === "Escape" && setOpen(false);
    window.addEventListener("keydown", close);
    return () => window.removeEventListener("keydown", close);
  }, [open]);

  return (
    <aside className="sidebar" data-open={open}>
      <button
        className="btn sidebar__toggle"
        type="button"
        aria-expanded={open}
        aria-controls="sidebar"
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? "cross" : "menu"} />
        <span className="visually-hidden">Open menu</span>
        {unread > 0 && !open && <span className="sidebar__dot" />}
      </button>
      <div className="sidebar__panel" id="sidebar">
        <PingStrip pings={pings} users={users} me={list.me} current={current} onStart={onStartPing} />
        <nav className="sidebar__rooms rooms" aria-label="Rooms">
          {rooms.map((room) => (
            <a
              key={room.id}
              className={room.unread > 0 ? "room unread" : "room"}
              href={`/rooms/${room.id}`}
              aria-current={room.id === current ? "page" : undefined}
              aria-description={room.unread > 0 ? "Unread" : undefined}
            >
              <span className="room__name">{room.name}</span>
            </a>
          ))}
        </nav>
        <div className="sidebar__foot">{foot}</div>
      </div>
    </aside>
  );
}
