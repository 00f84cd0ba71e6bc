import { useRef, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { ToolButton } from "../../components/tool-button.tsx";
import { words } from "../../language/index.ts";
import type { BotKey, KeyForm as Form } from "../../lib/api/bots.ts";
import { ago, longDate, parseTime } from "../../lib/time.ts";
import type { Id } from "../../lib/wire.ts";
import { KeyForm } from "./key-form.tsx";

interface KeyEntryProps {
  entry: BotKey;
  rooms: readonly { id: Id; name: string }[];
  onChange: (form: Form) => Promise<void>;
  onRotate: () => Promise<void>;
  onRevoke: () => Promise<void>;
}

/** One key: what it may do and where, how it ends, when it was last used, and how to change or end it. */
export function KeyEntry({ entry, rooms, onChange, onRotate, onRevoke }: KeyEntryProps) {
  const [changing, setChanging] = useState(false);
  const [saved, setSaved] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { bots, common } = words();
  const { keys } = bots;
  const { name, tail, last_used, created } = entry;

  async function change(form: Form) {
    await onChange(form);
    setChanging(false);
    setSaved(true);
    opener.current?.focus();
  }

  function toggle() {
    setSaved(false);
    setChanging(!changing);
  }

  return (
    <li className="bot__key">
      <div className="entry">
        <Icon name="key" />
        <span className="entry__text entry__text--wide">
          <span className="entry__name" dir="auto">
            {name}
          </span>
          <span className="entry__more">{`${may(entry)} · ${where(entry, rooms)}`}</span>
          <span className="entry__more">
            {tail && (
              <>
                {keys.ends} <code dir="ltr">{tail}</code>
                {" · "}
              </>
            )}
            {keys.made(longDate(parseTime(created)))}
            {" · "}
            {last_used ? keys.used(ago(last_used)) : keys.unused}
          </span>
        </span>
        <span className="entry__tools">
          <button
            className="btn"
            type="button"
            title={keys.change(name)}
            aria-expanded={changing}
            ref={opener}
            onClick={toggle}
          >
            <Icon name={changing ? "cross" : "pencil"} />
            <span className="visually-hidden">{keys.change(name)}</span>
          </button>
          <ToolButton
            name={keys.rotate(name)}
            icon="retry"
            question={keys.rotateConfirm(name)}
            act={onRotate}
          />
          <ToolButton
            name={keys.revoke(name)}
            icon="trash"
            negative
            question={keys.revokeConfirm(name)}
            act={onRevoke}
          />
        </span>
      </div>
      {changing && <KeyForm rooms={rooms} entry={entry} onSave={change} />}
      <span className="visually-hidden" role="status">
        {saved ? common.saved : ""}
      </span>
    </li>
  );
}

function may({ scopes }: BotKey): string {
  const { keys } = words().bots;
  if (scopes.length === 2) return keys.both;
  return scopes.includes("write") ? keys.onlyWrite : keys.onlyRead;
}

/** Names of rooms that I am in; the others only counted, since I am not told of them. */
function where(entry: BotKey, rooms: KeyEntryProps["rooms"]): string {
  const { keys } = words().bots;
  if (entry.rooms.length === 0) return keys.everyRoom;
  const named = rooms.filter(({ id }) => entry.rooms.includes(id)).map(({ name }) => name);
  const unseen = entry.rooms.length - named.length;
  return [...named, ...(unseen > 0 ? [keys.unseen(unseen)] : [])].join(", ");
}
