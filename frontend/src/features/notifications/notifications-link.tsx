import { Icon } from "../../components/icon.tsx";
import { useSnapshot } from "../../components/use-snapshot.ts";
import { words } from "../../language/index.ts";
import type { Notifications } from "../../models/notifications.ts";

const MOST = 99;

/** The way to what was said to me, and how much of it is unread. */
export function NotificationsLink({ notifications }: { notifications: Notifications }) {
  const { unread } = useSnapshot(notifications);
  const { list } = words().notifications;
  return (
    <a
      className="btn news__link"
      href="/notifications"
      title={list.title}
      aria-description={unread > 0 ? list.unread(unread) : undefined}
    >
      <Icon name="at" />
      <span className="visually-hidden">{list.title}</span>
      {unread > 0 && (
        <span className="badge badge--mention news__count" aria-hidden="true">
          {unread > MOST ? `${MOST}+` : unread}
        </span>
      )}
    </a>
  );
}
