import { type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { Spinner } from "../../components/spinner.tsx";
import { words } from "../../language/index.ts";
import type { Notification } from "../../lib/api/notifications.ts";
import type { Id, User } from "../../lib/wire.ts";
import type { NotificationsSnapshot } from "../../models/notifications.ts";
import { NotificationEntry } from "./notification-entry.tsx";

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

interface NotificationListProps {
  shown: NotificationsSnapshot;
  list: readonly Notification[];
  users: ReadonlyMap<Id, User>;
  /** The one that somebody went to and comes back from. */
  from: number | null;
  nameOfRoom: (room: Id) => string;
  onFollow: (entry: Notification) => void;
  onOlder: () => void;
}

/** What is new, then what was seen before. */
export function NotificationList(props: NotificationListProps) {
  const { shown, list, users, from, nameOfRoom, onFollow, onOlder } = props;
  const { notifications, common } = words();
  const box = useRef<HTMLDivElement>(null);
  const text = notifications.list;

  // The way back ends where it began.
  useLayoutEffect(() => {
    const entry = from === null ? null : box.current?.querySelector<HTMLElement>(`[data-news="${from}"]`);
    entry?.focus({ preventScroll: true });
    entry?.closest("li")?.scrollIntoView?.({ block: "center" });
  }, [from]);

  function press(event: KeyboardEvent<HTMLDivElement>) {
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a[data-news]")];
    const step = STEPS[event.key];
    const at = links.indexOf(document.activeElement as HTMLElement);
    if (!step || at < 0) return;
    links[at + step]?.focus();
    event.preventDefault();
  }

  const halves = [
    { title: text.fresh, entries: list.filter(({ unread }) => unread) },
    { title: text.earlier, entries: list.filter(({ unread }) => !unread) },
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are for the links inside
    <div ref={box} onKeyDown={press}>
      {halves.map(
        ({ title, entries }) =>
          entries.length > 0 && (
            <section key={title} aria-label={title}>
              <h2 className="news__half">{title}</h2>
              <ol className="news__list">
                {entries.map((entry) => (
                  <NotificationEntry
                    key={entry.seq}
                    entry={entry}
                    users={users}
                    room={nameOfRoom(entry.message.room)}
                    onFollow={onFollow}
                  />
                ))}
              </ol>
            </section>
          ),
      )}
      {shown.more && (
        <p className="news__older">
          {shown.older === "loading" ? (
            <Spinner label={common.loading} />
          ) : (
            <button className="btn btn--pill" type="button" onClick={onOlder}>
              {text.older}
            </button>
          )}
        </p>
      )}
      {shown.older === "failed" && (
        <p className="news__failed" role="alert">
          {shown.reason || common.failed}
        </p>
      )}
    </div>
  );
}
