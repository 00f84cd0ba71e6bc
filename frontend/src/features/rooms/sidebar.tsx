import { type ReactNode, useEffect, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { useCalmSnapshot } from "../../components/use-calm-snapshot.ts";
import { words } from "../../language/index.ts";
import type { Id, User } from "../../lib/wire.ts";
import type { RoomList } from "../../models/room-list.ts";
import { PingStrip } from "./ping-strip.tsx";
import { RoomLink } from "./room-link.tsx";

interface SidebarProps {
  list: RoomList;
  users: ReadonlyMap<Id, User>;
  current: Id | null;
  /** Who has the current room before their eyes. */
  here?: ReadonlySet<Id>;
  /** Whether I may make a room. */
  mayCreate?: boolean;
  onStartPing: (user: Id) => void;
  foot: ReactNode;
}

export function Sidebar({ list, users, current, here, mayCreate = false, onStartPing, foot }: SidebarProps) {
  const text = words().rooms;
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
        <span className="visually-hidden">{text.openMenu}</span>
        {unread > 0 && !open && <span className="sidebar__dot" />}
      </button>
      <div className="sidebar__panel" id="sidebar">
        <PingStrip
          pings={pings}
          users={users}
          me={list.me}
          current={current}
          here={here}
          onStart={onStartPing}
        />
        <nav className="sidebar__rooms rooms" aria-label={text.roomsList}>
          {rooms.map((room) => (
            <RoomLink key={room.id} room={room} current={room.id === current} />
          ))}
          {mayCreate && (
            <a className="room room--new" href="/rooms/opens/new" title={text.newRoom}>
              <Icon name="plus" />
              <span className="visually-hidden">{text.newRoom}</span>
            </a>
          )}
        </nav>
        <div className="sidebar__foot">{foot}</div>
      </div>
    </aside>
  );
}
