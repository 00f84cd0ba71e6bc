import { words } from "../../language/index.ts";
import type { Id } from "../../lib/wire.ts";

interface RoomPickProps {
  rooms: readonly { id: Id; name: string }[];
  value: Id;
  onChange: (room: Id) => void;
}

export function RoomPick({ rooms, value, onChange }: RoomPickProps) {
  return (
    <label className="bot__room">
      {words().bots.room}
      <select className="select" value={value} onChange={(event) => onChange(event.target.value)}>
        {rooms.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
