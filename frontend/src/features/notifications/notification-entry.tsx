import { Avatar } from "../../components/avatar.tsx";
import { words } from "../../language/index.ts";
import type { Notification } from "../../lib/api/notifications.ts";
import { clip, isEmojiOnly } from "../../lib/text.ts";
import { localDay, mediumTime, parseTime, shortTime } from "../../lib/time.ts";
import type { Id, User } from "../../lib/wire.ts";
import { nameOf } from "../../models/people.ts";

/** More than the lines that are shown can hold. */
const MOST_TEXT = 500;

interface NotificationEntryProps {
  entry: Notification;
  users: ReadonlyMap<Id, User>;
  /** The name of its room, or with whom the ping is. */
  room: string;
  onFollow: (entry: Notification) => void;
}

/** Who said what to me, and where: a link to it. */
export function NotificationEntry({ entry, users, room, onFollow }: NotificationEntryProps) {
  const { notifications, messages } = words();
  const { message, boost, unread } = entry;
  const who = boost?.booster ?? message.author;
  const name = nameOf(users, who);
  const bot = users.get(who)?.role === "bot";
  const at = parseTime((boost ?? message).created);
  const body = `news-${entry.seq}`;
  return (
    <li className={unread ? "news__entry news__entry--unread" : "news__entry"}>
      <span className="news__face">
        <Avatar id={who} name={name} bot={bot} />
      </span>
      <div className="news__what">
        <p className="news__meta">
          <span className="message__author" dir="auto">
            {name}
          </span>
          {bot && <span className="message__tag">{messages.bot}</span>}
          <time className="message__time" dateTime={new Date(at).toISOString()}>
            {localDay(at) === localDay(Date.now()) ? shortTime(at) : mediumTime(at)}
          </time>
          <span className="news__arrow" aria-hidden="true" />
          <a
            className="news__room"
            href={`/rooms/${message.room}/@${message.rseq}`}
            dir="auto"
            aria-describedby={body}
            data-news={entry.seq}
            onClick={() => onFollow(entry)}
          >
            {room}
            {unread && <span className="visually-hidden">, {notifications.list.isUnread}</span>}
          </a>
        </p>
        <div id={body}>
          {boost && (
            <p className="news__boosted">
              <span
                className={isEmojiOnly(boost.content) ? "news__boost news__boost--emoji" : "news__boost"}
                dir="auto"
              >
                {boost.content}
              </span>{" "}
              {notifications.list.boosted}
            </p>
          )}
          <p className={boost ? "news__text news__text--mine" : "news__text"} dir="auto">
            {message.kind === "sound" && "🔊 "}
            {clip(message.body_text, MOST_TEXT)}
          </p>
        </div>
      </div>
    </li>
  );
}
