import { useEffect, useState } from "react";
import { Choice } from "../components/choice.tsx";
import { Icon } from "../components/icon.tsx";
import { PageFrame } from "../components/page-frame.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { NotificationList } from "../features/notifications/notification-list.tsx";
import { NotificationState } from "../features/notifications/notification-state.tsx";
import { words } from "../language/index.ts";
import { NOTIFICATION_FILTERS, type NotificationFilter } from "../lib/api/notifications.ts";
import { router } from "../lib/router.ts";
import { roomName } from "../models/people.ts";
import type { PageProps } from "./pages.ts";

export function NotificationsPage({ desk, route }: PageProps<"notifications">) {
  const { chat, flash, notifications, search } = desk;
  const shown = useSnapshot(notifications);
  const users = useSnapshot(chat.people);
  useSnapshot(chat.rooms);
  const { open, trouble } = useSnapshot(chat.connection);
  const [from] = useState(() => notifications.opened);
  const asked = route.query.get("filter");
  const filter = NOTIFICATION_FILTERS.find((one) => one === asked) ?? "all";
  const text = words().notifications.list;

  useEffect(() => {
    notifications.opened = null;
    notifications.open(filter);
    return () => notifications.close();
  }, [notifications, filter]);

  useEffect(() => {
    if (open) notifications.retry();
  }, [notifications, open]);

  function choose(next: NotificationFilter) {
    router.go(next === "all" ? "/notifications" : `/notifications?filter=${next}`, "replace");
  }

  // Whoever was let out of a room sees nothing of it from then on.
  const list = shown.list.filter(({ message }) => chat.rooms.get(message.room));
  const some = shown.state === "shown" && list.length > 0;
  return (
    <PageFrame
      title={text.title}
      headed
      wide
      tools={
        filter === "all" &&
        some &&
        shown.unread > 0 && (
          <button
            className="btn btn--pill"
            type="button"
            onClick={() => void notifications.markAll().catch(flash.failed)}
          >
            <Icon name="check" /> {text.markAll}
          </button>
        )
      }
    >
      <div className="news">
        <h1 className="form__title">{text.title}</h1>
        <Choice
          label={text.filter}
          value={filter}
          options={NOTIFICATION_FILTERS.map((value) => ({ value, label: text.filters[value] }))}
          onChange={choose}
        />
        {trouble && some && (
          <p className="news__stale">
            <Icon name="warning" /> {text.stale}
          </p>
        )}
        <p className="visually-hidden" role="status">
          {some && (shown.unread > 0 ? text.unread(shown.unread) : text.allRead)}
        </p>
        {some ? (
          <NotificationList
            shown={shown}
            list={list}
            users={users}
            from={from}
            nameOfRoom={(id) => {
              const room = chat.rooms.get(id);
              return room ? roomName(users, chat.me, room) : "";
            }}
            onFollow={(entry) => {
              search.place.opened = null; // one way back
              void notifications.follow(entry);
            }}
            onOlder={() => void notifications.older()}
          />
        ) : (
          <NotificationState shown={shown} onRetry={() => notifications.retry()} />
        )}
      </div>
    </PageFrame>
  );
}
