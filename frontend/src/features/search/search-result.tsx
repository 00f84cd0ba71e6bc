import { Avatar } from "../../components/avatar.tsx";
import { Snippet } from "../../components/snippet.tsx";
import { words } from "../../language/index.ts";
import type { Found } from "../../lib/api/search.ts";
import { sentence } from "../../lib/text.ts";
import { localDay, mediumTime, parseTime, shortTime } from "../../lib/time.ts";
import type { Id, User } from "../../lib/wire.ts";
import { nameOf } from "../../models/people.ts";

interface SearchResultProps {
  found: Found;
  users: ReadonlyMap<Id, User>;
  me: Id;
  /** Who is in its room, where that is a ping. */
  members: readonly Id[];
  onOpen: (message: Id) => void;
}

/** A bubble as in a room, that leads there. */
export function SearchResult({ found, users, me, members, onOpen }: SearchResultProps) {
  const { message, room, snippet } = found;
  const { messages } = words();
  const author = users.get(message.author);
  const name = nameOf(users, message.author);
  const at = parseTime(message.created);
  const body = `found-${message.id}`;
  return (
    <li className={message.author === me ? "message message--mine found" : "message found"}>
      <span className="message__face">
        <Avatar id={message.author} name={name} bot={author?.role === "bot"} />
      </span>
      <div className="message__bubble found__bubble">
        <p className="message__meta found__meta">
          <span className="message__author" dir="auto">
            {name}
          </span>
          {author?.role === "bot" && <span className="message__tag">{messages.bot}</span>}
          <time className="message__time" dateTime={new Date(at).toISOString()}>
            {localDay(at) === localDay(Date.now()) ? shortTime(at) : mediumTime(at)}
          </time>
          <span className="found__arrow" aria-hidden="true" />
          <a
            className="found__room"
            href={`/rooms/${room.id}/@${message.rseq}`}
            dir="auto"
            aria-describedby={body}
            data-found={message.id}
            onClick={() => onOpen(message.id)}
          >
            {room.kind === "direct" ? pingName(users, members, me) : room.name}
          </a>
        </p>
        <p className="message__body" id={body} dir="auto">
          {message.kind === "sound" && "🔊 "}
          <Snippet html={snippet} />
        </p>
      </div>
    </li>
  );
}

function pingName(users: ReadonlyMap<Id, User>, members: readonly Id[], me: Id): string {
  const others = members.filter((id) => id !== me);
  return sentence((others.length > 0 ? others : [me]).map((id) => nameOf(users, id)));
}
