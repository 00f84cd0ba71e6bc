import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Dialog } from "../../components/dialog.tsx";
import { Icon, type IconName } from "../../components/icon.tsx";
import { Snippet } from "../../components/snippet.tsx";
import { useSnapshot } from "../../components/use-snapshot.ts";
import { words } from "../../language/index.ts";
import type { Id, User } from "../../lib/wire.ts";
import { type Goal, goals, type Hits } from "../../models/jump.ts";
import type { RoomList } from "../../models/room-list.ts";

const ICONS: Record<Goal["kind"], IconName> = {
  room: "people",
  ping: "bubble",
  person: "person-plus",
  page: "gear",
  message: "bubble",
  search: "search",
};

interface JumpDialogProps {
  list: RoomList;
  users: ReadonlyMap<Id, User>;
  /** Messages that answer what was typed. */
  hits: Hits;
  onType: (query: string) => void;
  onGo: (goal: Goal) => void;
  onClose: () => void;
}

/** Type a little, press Enter, be there. */
export function JumpDialog({ list, users, hits, onType, onGo, onClose }: JumpDialogProps) {
  const { jump } = words().pages;
  const { unread } = words().rooms;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  // By its key: messages that come in between must not move it.
  const [at, setAt] = useState("");
  useSnapshot(list);
  const found = goals(query, list, users, words(), hits);
  const index = Math.max(
    0,
    found.findIndex(({ key }) => key === at),
  );
  const active = found[index];

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever becomes active is to be seen
  useEffect(() => {
    box.current?.querySelector("[aria-selected=true]")?.scrollIntoView?.({ block: "nearest" });
  }, [active?.key]);

  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step) setAt(found[(index + step + found.length) % found.length]?.key ?? "");
    else if (event.key === "Enter" && active) onGo(active);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog title={jump.title} silentTitle look="top" onClose={onClose}>
      <input
        className="jump__field"
        role="combobox"
        aria-label={jump.title}
        aria-expanded={found.length > 0}
        aria-controls={id}
        aria-activedescendant={active && `${id}-${active.key}`}
        aria-autocomplete="list"
        placeholder={jump.hint}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="go"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt("");
          onType(event.target.value);
        }}
        onKeyDown={press}
      />
      <div className="jump__list" id={id} role="listbox" aria-label={jump.title} ref={box}>
        {found.map((goal) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          <div
            className="jump__goal"
            data-kind={goal.kind}
            id={`${id}-${goal.key}`}
            key={goal.key}
            role="option"
            tabIndex={-1}
            aria-selected={goal === active}
            onClick={() => onGo(goal)}
          >
            <Icon name={ICONS[goal.kind]} />
            <span className="jump__name" dir="auto">
              {goal.snippet === undefined ? goal.name : <Snippet html={goal.snippet} />}
            </span>
            {goal.unread > 0 && (
              <span className="badge">
                <span aria-hidden="true">{goal.unread}</span>
                <span className="visually-hidden">{unread(goal.unread)}</span>
              </span>
            )}
            {goal.kind !== "search" && (
              <span className="jump__kind" dir="auto">
                {goal.kind === "message" ? goal.name : jump.kinds[goal.kind]}
              </span>
            )}
          </div>
        ))}
      </div>
    </Dialog>
  );
}
