import { type ReactNode, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { KeyForm } from "../../lib/api/bots.ts";
import type { Id } from "../../lib/wire.ts";
import { RoomPick } from "./room-pick.tsx";

interface IncomingPanelProps {
  /** Rooms that the bot and I are in. */
  rooms: readonly { id: Id; name: string }[];
  onAdd: (form: KeyForm) => Promise<void>;
  /** The address that was just made. */
  children?: ReactNode;
}

/** Addresses for what was written for Slack: each is a key that writes into one room. */
export function IncomingPanel({ rooms, onAdd, children }: IncomingPanelProps) {
  const [picked, setPicked] = useState("");
  const [busy, setBusy] = useState(false);
  const { incoming, noRooms } = words().bots;
  const room = rooms.find(({ id }) => id === picked) ?? rooms[0];

  async function make({ id, name }: { id: Id; name: string }) {
    setBusy(true);
    await onAdd({ name: incoming.named(name).slice(0, NAME_LENGTH), scopes: ["write"], rooms: [id] });
    setBusy(false);
  }

  return (
    <section className="group" aria-label={incoming.title}>
      <h2 className="group__title">{incoming.title}</h2>
      <p className="group__hint">{incoming.hint}</p>
      {children}
      {room ? (
        <div className="bot__row">
          <RoomPick rooms={rooms} value={room.id} onChange={setPicked} />
          <button className="btn btn--pill" type="button" disabled={busy} onClick={() => void make(room)}>
            <Icon name="link" /> {incoming.make}
          </button>
        </div>
      ) : (
        <p className="group__hint">{noRooms}</p>
      )}
    </section>
  );
}

/** As long as the server lets the name of a key be. */
const NAME_LENGTH = 100;
