import { useDeferredValue, useMemo, useState } from "react";
import { spoken, words } from "../../language/index.ts";
import type { Id, User } from "../../lib/wire.ts";
import { named, rosterOf } from "../../models/roster.ts";
import { type PeopleActions, PersonEntry } from "./person-entry.tsx";

/** With more people than this, one looks for a name rather than at all of them. */
const FEW = 20;

interface PeopleListProps {
  users: ReadonlyMap<Id, User>;
  me: Id;
  actions: PeopleActions;
}

/** Everybody here: administrators, then members; for administrators also who left. */
export function PeopleList({ users, me, actions }: PeopleListProps) {
  const [typed, setTyped] = useState("");
  const part = useDeferredValue(typed);
  const rules = users.get(me)?.role === "administrator";
  const { people } = words().account;
  const roster = useMemo(() => rosterOf(users, rules), [users, rules]);
  const administrators = useMemo(() => named(roster.administrators, part), [roster, part]);
  const members = useMemo(() => named(roster.members, part), [roster, part]);
  const left = useMemo(() => named(roster.left, part), [roster, part]);
  const count = new Intl.NumberFormat(spoken());
  const all = roster.administrators.length + roster.members.length;

  const entries = (list: User[]) => (
    <ul className="group__list">
      {list.map((user) => (
        <PersonEntry key={user.id} user={user} mine={user.id === me} rules={rules} actions={actions} />
      ))}
    </ul>
  );

  return (
    <section className="group" aria-label={people.title(count.format(all))}>
      <h2 className="group__title">{people.title(count.format(all))}</h2>
      {all > FEW && (
        <input
          className="input__control input__control--plain"
          type="search"
          aria-label={people.filter}
          placeholder={words().common.filter}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      {entries(administrators)}
      {administrators.length > 0 && members.length > 0 && <hr className="group__rule" />}
      {members.length > 0 && entries(members)}
      {administrators.length + members.length === 0 && <p className="group__hint">{people.nobody}</p>}
      {left.length > 0 && (
        <details>
          <summary className="group__summary">{people.left(count.format(left.length))}</summary>
          {entries(left)}
        </details>
      )}
    </section>
  );
}
