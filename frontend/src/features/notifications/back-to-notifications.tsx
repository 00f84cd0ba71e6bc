import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { Notifications } from "../../models/notifications.ts";

/** Beside a message that was reached from the list: a phone may have no other way back. */
export function BackToNotifications({ notifications }: { notifications: Notifications }) {
  if (notifications.opened === null) return null;
  const { filter } = notifications.getSnapshot();
  const { back } = words().notifications.list;
  return (
    <a className="btn" href={`/notifications${filter === "all" ? "" : `?filter=${filter}`}`} title={back}>
      <Icon name="at" />
      <span className="visually-hidden">{back}</span>
    </a>
  );
}
