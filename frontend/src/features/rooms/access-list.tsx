import { useState } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { Switch } from "../../components/switch.tsx";
import { words } from "../../language/index.ts";
import type { Id, User } from "../../lib/wire.ts";
import { matchesName } from "../../models/person-filter.ts";

/** Fewer people than this are found by looking. */
const FILTERED_FROM = 21;

interface AccessListProps {
  people: readonly User[];
  members: ReadonlySet<Id>;
  /** Who was in when the page opened: they stand first, and stay where they are while switches move. */
  first: ReadonlySet<Id>;
  /** Always in: whoever makes or changes the room. */
  locked: Id;
  /** Without it the list is only to be read. */
  onChange?: (user: Id, member: boolean) => void;
}

export function AccessList({ people, members, first, locked, onChange }: AccessListProps) {
  const { rooms } = words();
  const [query, setQuery] = useState("");
  const shown = people.filter((user) => matchesName(user.name, query));
  const [inside, outside] = [true, false].map((was) => shown.filter((user) => first.has(user.id) === was));
  const entry = (user: User) => (
    <div className="access__entry" key={user.id}>
      <Avatar id={user.id} name={user.name} bot={user.role === "bot"} />
      <span className="access__name" dir="auto">
        {user.name}
      </span>
      {onChange && (
        <>
          <span className="access__line" />
          <Switch
            label={rooms.giveAccess(user.name)}
            checked={members.has(user.id)}
            disabled={user.id === locked}
            onChange={(member) => onChange(user.id, member)}
          />
        </>
      )}
    </div>
  );

  return (
    <>
      {people.length >= FILTERED_FROM && (
        <input
          className="access__filter"
          type="search"
          placeholder={rooms.filter}
          aria-label={rooms.filter}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      {inside?.map(entry)}
      {onChange && inside && outside && inside.length > 0 && outside.length > 0 && (
        <hr className="access__rule" />
      )}
      {onChange && outside?.map(entry)}
      {shown.length === 0 && <p className="access__hint">{rooms.noOneFound}</p>}
    </>
  );
}
