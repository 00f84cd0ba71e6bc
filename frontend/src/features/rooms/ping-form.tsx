import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { Id, User } from "../../lib/wire.ts";
import { matchesName } from "../../models/person-filter.ts";

const MOST_FOUND = 8;

interface PingFormProps {
  /** Whom one may ping, not oneself. */
  people: readonly User[];
  onStart: (members: Id[]) => Promise<void>;
  onCancel: () => void;
}

/** Names become tokens; the ping is with all of them. */
export function PingForm({ people, onStart, onCancel }: PingFormProps) {
  const { rooms } = words();
  const list = useId();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<readonly User[]>([]);
  const [at, setAt] = useState(0);
  const [problem, setProblem] = useState("");
  const ids = new Set(chosen.map((user) => user.id));
  const found = query.trim()
    ? people.filter((user) => !ids.has(user.id) && matchesName(user.name, query)).slice(0, MOST_FOUND)
    : [];
  const active = found[Math.min(at, found.length - 1)];

  function pick(user: User | undefined) {
    if (!user) return;
    setChosen([...chosen, user]);
    setQuery("");
    setAt(0);
  }

  async function start(event: FormEvent) {
    event.preventDefault();
    if (chosen.length === 0) return;
    setProblem("");
    await onStart(chosen.map((user) => user.id)).catch((error: unknown) =>
      setProblem(error instanceof Error ? error.message : words().common.failed),
    );
  }

  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step && found.length > 0) setAt((at + step + found.length) % found.length);
    else if ((event.key === "Enter" || event.key === "Tab") && active) pick(active);
    else if (event.key === "Backspace" && query === "") setChosen(chosen.slice(0, -1));
    else if (event.key === "Escape") onCancel();
    // A ping without the one whose name stands there would be another ping.
    else if (event.key !== "Enter" || !query.trim()) return;
    if (event.key !== "Backspace") event.preventDefault();
  }

  return (
    <form onSubmit={(event) => void start(event)}>
      {problem && (
        <p className="flash flash--inline" role="alert">
          <Icon name="warning" /> {problem}
        </p>
      )}
      {chosen.length > 0 && (
        <div className="access__chosen">
          {chosen.map((user) => (
            <button
              className="btn btn--pill"
              key={user.id}
              type="button"
              aria-label={rooms.remove(user.name)}
              onClick={() => setChosen(chosen.filter((other) => other.id !== user.id))}
            >
              <span dir="auto">{user.name}</span> <Icon name="cross" />
            </button>
          ))}
        </div>
      )}
      <div className="input">
        <input
          className="input__control"
          role="combobox"
          aria-label={rooms.pickPeople}
          aria-expanded={found.length > 0}
          aria-controls={list}
          aria-activedescendant={active && `${list}-${active.id}`}
          aria-autocomplete="list"
          placeholder={rooms.pickPeople}
          value={query}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: the page is this field
          autoFocus
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
        <Icon name="person-plus" />
      </div>
      <div id={list} role="listbox" aria-label={rooms.pickPeople} hidden={found.length === 0}>
        {found.map((user) => (
          <div
            className="access__found"
            id={`${list}-${user.id}`}
            key={user.id}
            role="option"
            tabIndex={-1}
            aria-selected={user === active}
            onPointerDown={(event) => {
              event.preventDefault();
              pick(user);
            }}
          >
            <Avatar id={user.id} name={user.name} bot={user.role === "bot"} />
            <span dir="auto">{user.name}</span>
          </div>
        ))}
      </div>
      {query.trim() && found.length === 0 && (
        <p className="access__hint" role="status">
          {rooms.noOneFound}
        </p>
      )}
      <div className="access__end">
        <button className="btn btn--solid btn--large" type="submit" disabled={chosen.length === 0}>
          <Icon name="check" />
          <span className="visually-hidden">{rooms.startPing}</span>
        </button>
      </div>
    </form>
  );
}
