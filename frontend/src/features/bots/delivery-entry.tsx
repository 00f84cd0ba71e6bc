import { useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { Delivery } from "../../lib/api/webhooks.ts";
import { mediumTime, parseTime } from "../../lib/time.ts";
import { readable } from "../../models/delivery-log.ts";
import { Outcome } from "./outcome.tsx";

interface DeliveryEntryProps {
  delivery: Delivery;
  onRetry: () => Promise<void>;
}

/** One call: why and how it ended; opened, what was said at both ends. */
export function DeliveryEntry({ delivery, onRetry }: DeliveryEntryProps) {
  const [busy, setBusy] = useState(false);
  const { calls } = words().bots;
  const { trigger, state, attempts, created, next, request, response } = delivery;
  const when = mediumTime(parseTime(created));

  async function retry() {
    setBusy(true);
    await onRetry();
    setBusy(false);
  }

  return (
    <li className="delivery">
      <details className="delivery__what">
        <summary className="delivery__summary">
          <span className="delivery__trigger">{calls.triggers[trigger]}</span>{" "}
          <time className="delivery__time" dateTime={created.replace(" ", "T")}>
            {when}
          </time>
          <Outcome delivery={delivery} />
        </summary>
        <p className="delivery__time">
          {calls.attempts(attempts)} {next && calls.next(mediumTime(parseTime(next)))}
        </p>
        <Excerpt title={calls.request} text={request} />
        <Excerpt title={calls.response} text={response} />
      </details>
      {trigger !== "test" && state !== "delivered" && (
        <button
          className="btn"
          type="button"
          title={calls.retry(when)}
          disabled={busy}
          onClick={() => void retry()}
        >
          <Icon name="retry" />
          <span className="visually-hidden">{calls.retry(when)}</span>
        </button>
      )}
    </li>
  );
}

function Excerpt({ title, text }: { title: string; text: string }) {
  if (!text) return null;
  return (
    <>
      <h4 className="delivery__title">{title}</h4>
      <pre className="delivery__text" dir="auto">
        {readable(text)}
      </pre>
    </>
  );
}
