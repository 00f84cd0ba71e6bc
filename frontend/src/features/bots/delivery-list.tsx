import { useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { Problem } from "../../components/problem.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { words } from "../../language/index.ts";
import { mediumTime, parseTime } from "../../lib/time.ts";
import type { Id } from "../../lib/wire.ts";
import { type Deliveries, health } from "../../models/delivery-log.ts";
import { DeliveryEntry } from "./delivery-entry.tsx";

interface DeliveryListProps {
  deliveries: Deliveries;
  onRetry: (id: Id) => Promise<void>;
  onOlder: () => Promise<void>;
  onRefresh: () => Promise<void>;
}

/** What the bot was told, and whether its address works. */
export function DeliveryList({ deliveries, onRetry, onOlder, onRefresh }: DeliveryListProps) {
  const [busy, setBusy] = useState(false);
  const { bots, common } = words();
  const { calls } = bots;
  const { items, more, problem } = deliveries;
  const state = health(items ?? []);

  async function during(work: () => Promise<void>) {
    setBusy(true);
    await work();
    setBusy(false);
  }

  return (
    <>
      <div className="entry">
        <h3 className="entry__name">{calls.log}</h3>
        <span className="entry__leader" />
        <button
          className="btn"
          type="button"
          title={calls.refresh}
          disabled={busy}
          onClick={() => void during(onRefresh)}
        >
          <Icon name="retry" />
          <span className="visually-hidden">{calls.refresh}</span>
        </button>
      </div>
      <Problem text={problem} />
      {typeof state === "object" && (
        <p className="flash flash--inline">
          <Icon name="warning" />
          {calls.broken} {state.broken && calls.next(mediumTime(parseTime(state.broken)))}
        </p>
      )}
      {!items && !problem && <Spinner label={common.loading} />}
      {items?.length === 0 && <p className="group__hint">{calls.empty}</p>}
      {items && items.length > 0 && (
        <ul className="delivery__list">
          {items.map((delivery) => (
            <DeliveryEntry key={delivery.id} delivery={delivery} onRetry={() => onRetry(delivery.id)} />
          ))}
        </ul>
      )}
      {more && (
        <button
          className="btn btn--pill delivery__older"
          type="button"
          disabled={busy}
          onClick={() => void during(onOlder)}
        >
          {calls.older}
        </button>
      )}
    </>
  );
}
