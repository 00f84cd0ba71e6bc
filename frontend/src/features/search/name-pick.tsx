import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { words } from "../../language/index.ts";
import { arrowFocus } from "../../lib/arrow-focus.ts";
import { matchesName } from "../../models/person-filter.ts";

/** More than these are found by typing. */
const MOST = 50;

/** Somebody or some room that a search can be narrowed to. */
export interface Named {
  id: string;
  name: string;
  /** How the query calls it. */
  value: string;
  face: boolean;
}

interface NamePickProps {
  label: string;
  names: readonly Named[];
  onPick: (value: string) => void;
}

export function NamePick({ label, names, onPick }: NamePickProps) {
  const [filter, setFilter] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const { search, common } = words();
  const found = names.filter(({ name }) => matchesName(name, filter)).slice(0, MOST);

  useEffect(() => input.current?.focus(), []);

  function press(event: KeyboardEvent<HTMLDivElement>) {
    if (event.nativeEvent.isComposing) return;
    const typing = event.target === input.current;
    if (event.key === "Enter" && typing) {
      event.preventDefault();
      if (found[0]) onPick(found[0].value);
    } else if (event.key === "ArrowDown" || (event.key === "ArrowUp" && !typing)) {
      event.preventDefault();
      arrowFocus(event.currentTarget, event.key);
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are for the buttons inside
    <div className="pick__names" onKeyDown={press}>
      <input
        className="input__control input__control--plain"
        ref={input}
        type="search"
        aria-label={label}
        placeholder={common.filter}
        autoComplete="off"
        spellCheck={false}
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
      />
      <div className="pick__list" data-columns="1">
        {found.map(({ id, name, value, face }) => (
          <button className="pick__one" key={id} type="button" onClick={() => onPick(value)}>
            {face && <Avatar id={id} name={name} />}
            <span dir="auto">{name}</span>
          </button>
        ))}
      </div>
      <p className="pick__none" role="status">
        {found.length === 0 && search.nobody}
      </p>
    </div>
  );
}
