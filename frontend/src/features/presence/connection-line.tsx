import { Icon } from "../../components/icon.tsx";
import { useNetwork } from "../../components/use-network.ts";
import { useSnapshot } from "../../components/use-snapshot.ts";
import { words } from "../../language/index.ts";
import type { Connection } from "../../models/connection.ts";
import type { OutboxShelf } from "../../models/outbox-shelf.ts";

interface ConnectionLineProps {
  connection: Connection;
  /** Where what is unsent waits. */
  shelf: OutboxShelf;
}

/** Says what the line is doing, when that matters to a person. */
export function ConnectionLine({ connection, shelf }: ConnectionLineProps) {
  const fleeting = useSnapshot(shelf);
  const { trouble, restarting, outdated } = useSnapshot(connection);
  const network = useNetwork();
  const { presence } = words();
  const state = restarting ? presence.restarting : presence.reconnecting;
  return (
    <div className="connection" role="status">
      {trouble && (
        <span className="connection__word">
          <Icon name="warning" /> {network ? state : presence.offline}{" "}
          <span className="connection__hint">{fleeting ? presence.waitsOpen : presence.waits}</span>
        </span>
      )}
      {outdated && !trouble && (
        <button className="btn btn--pill" type="button" onClick={() => window.location.reload()}>
          <Icon name="retry" /> {presence.newVersion}
        </button>
      )}
    </div>
  );
}
