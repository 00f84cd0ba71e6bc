import { Icon } from "../../components/icon.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { words } from "../../language/index.ts";
import type { NotificationsSnapshot } from "../../models/notifications.ts";

/** Instead of a list: not come yet, not come at all, or nobody said anything yet. */
export function NotificationState({ shown, onRetry }: { shown: NotificationsSnapshot; onRetry: () => void }) {
  const { notifications, common } = words();
  const { list } = notifications;
  switch (shown.state) {
    case "idle":
    case "loading":
      return (
        <div className="news__state">
          <Spinner label={common.loading} />
        </div>
      );
    case "failed":
      return (
        <div className="news__state">
          <Icon name="warning" />
          <h2>{list.failed}</h2>
          <p role="alert">{shown.reason || common.failed}</p>
          <button className="btn btn--pill" type="button" onClick={onRetry}>
            {common.tryAgain}
          </button>
        </div>
      );
    default:
      return (
        <div className="news__state">
          <Icon name="at" />
          <h2>{list.nothing}</h2>
          <p>{list.nothingHint}</p>
        </div>
      );
  }
}
