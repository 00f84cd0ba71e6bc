import { useState } from "react";
import { Icon, type IconName } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { BotKey } from "../../lib/api/bots.ts";
import { ago, longDate, parseTime } from "../../lib/time.ts";
import type { Id } from "../../lib/wire.ts";

interface KeyEntryProps {
  entry: BotKey;
  rooms: readonly { id: Id; name: string }[];
  onRotate: () => Promise<void>;
  onRevoke: () => Promise<void>;
}

/** One key: what it may do and where, when it was last used, and how to end it. */
export function KeyEntry({ entry, rooms, onRotate, onRevoke }: KeyEntryProps) {
  const { keys } = words().bots;
  const { name, last_used, created } = entry;
  return (
    <li className="entry">
      <Icon name="key" />
      <span className="entry__text entry__text--wide">
        <span className="entry__name" dir="auto">
          {name}
        </span>
        <span className="entry__more">{`${may(entry)} · ${where(entry, rooms)}`}</span>
        <span className="entry__more">
          {keys.made(longDate(parseTime(created)))}
          {" · "}
          {last_used ? keys.used(ago(last_used)) : keys.unused}
        </span>
      </span>
      <span className="entry__tools">
        <Tool name={keys.rotate(name)} icon="retry" question={keys.rotateConfirm(name)} act={onRotate} />
        <Tool
          name={keys.revoke(name)}
          icon="trash"
          negative
          question={keys.revokeConfirm(name)}
          act={onRevoke}
        />
      </span>
    </li>
  );
}

interface ToolProps {
  name: string;
  icon: IconName;
  negative?: boolean;
  question: string;
  act: () => Promise<void>;
}

function Tool({ name, icon, negative = false, question, act }: ToolProps) {
  const [busy, setBusy] = useState(false);

  async function press() {
    if (!window.confirm(question)) return;
    setBusy(true);
    await act();
    setBusy(false);
  }

  return (
    <button
      className={negative ? "btn btn--negative" : "btn"}
      type="button"
      title={name}
      disabled={busy}
      onClick={() => void press()}
    >
      <Icon name={icon} />
      <span className="visually-hidden">{name}</span>
    </button>
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
