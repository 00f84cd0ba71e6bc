import { Icon } from "../../components/icon.tsx";
import { ToolButton } from "../../components/tool-button.tsx";
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
