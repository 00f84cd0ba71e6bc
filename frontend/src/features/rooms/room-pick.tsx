import { useState } from "react";
import { words } from "../../language/index.ts";
import type { Id } from "../../lib/wire.ts";
import { matchesName } from "../../models/person-filter.ts";

interface RoomPickProps {
  /** Rooms and pings, by the names that I know them under. */
  rooms: readonly { id: Id; name: string }[];
  label: string;
  onPick: (room: Id) => void;
}

/** One of my rooms: type a little, press Enter, or press the room. */
export function RoomPick({ rooms, label, onPick }: RoomPickProps) {
  const [query, setQuery] = useState("");
  const found = rooms.filter(({ name }) => matchesName(name, query));
  const { noOneFound } = words().rooms;
  return (
    <form
      className="shared"
      onSubmit={(event) => {
        event.preventDefault();
        if (query && found[0]) onPick(found[0].id);
      }}
    >
      <div className="input">
        <input
          className="input__control"
          type="search"
          aria-label={label}
          placeholder={label}
          autoComplete="off"
          enterKeyHint="go"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <ul className="shared__rooms">
        {found.map(({ id, name }) => (
          <li key={id}>
            <button className="room" type="button" onClick={() => onPick(id)}>
              <span className="room__name" dir="auto">
                {name}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p role="status">{noOneFound}</p>}
    </form>
  );
}
