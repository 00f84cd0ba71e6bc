import { Icon } from "../../components/icon.tsx";
import { useNetwork } from "../../components/use-network.ts";
import { useSnapshot } from "../../components/use-snapshot.ts";
import type { Connection } from "../../models/connection.ts";

/** Says what the line is doing, when that matters to a person. */
export function ConnectionLine({ connection }: { connection: Connection }) {
  const { trouble, outdated } = useSnapshot(connection);
  const network = useNetwork();
  const words = network ? "Reconnecting…" : "You're offline";
  return (
    <div className="connection" role="status">
      {trouble && (
        <span className="connection__word">
          <Icon name="warning" /> {words} <span className="connection__hint">What you send waits here.</span>
        </span>
      )}
      {outdated && !trouble && (
        <button className="btn btn--pill" type="button" onClick={() => window.location.reload()}>
          <Icon name="retry" /> New version: reload
        </button>
      )}
    </div>
  );
}
