import { useSnapshot } from "../../components/use-snapshot.ts";
import { words } from "../../language/index.ts";
import { type BrowserKind, browserKind, isInstalled } from "../../lib/browser.ts";
import { installation } from "../../lib/install.ts";

/** Where to press so that notifications come: told for this browser on this system. */
export function NotificationHelp({ kind = browserKind() }: { kind?: BrowserKind }) {
  const { notifications } = words();
  const offered = useSnapshot(installation);
  const install = isInstalled() ? null : installKey(kind);
  return (
    <div className="help">
      <h3 className="help__title">{notifications.browserTitle}</h3>
      <p>{notifications.browser[browserKey(kind)]}</p>
      {install && (
        <>
          <h3 className="help__title">{notifications.installTitle}</h3>
          <p>{notifications.install[install]}</p>
          {offered && (
            <button
              className="btn btn--pill"
              type="button"
              onClick={() => void installation.install().catch(() => {})}
            >
              {notifications.installNow}
            </button>
          )}
        </>
      )}
      <h3 className="help__title">{notifications.systemTitle}</h3>
      <p>{notifications.system[kind.system]}</p>
    </div>
  );
}

function browserKey({ browser, system }: BrowserKind) {
  if (system === "ios") return "ios";
  return system === "android" ? "mobile" : browser;
}

/** Nothing for a browser that installs no web apps. */
function installKey({ browser, system }: BrowserKind) {
  if (system === "ios") return "ios";
  if (system === "android") return "mobile";
  if (browser === "safari") return "mac";
  return browser === "edge" || browser === "chrome" ? browser : null;
}
