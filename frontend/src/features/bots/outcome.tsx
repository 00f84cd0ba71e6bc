import { Icon, type IconName } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { Delivery } from "../../lib/api/webhooks.ts";

const ICONS: Record<Delivery["state"], IconName> = {
  delivered: "check",
  failed: "warning",
  waiting: "retry",
};

/** How a call ended, in one line: what the other end answered, how fast, and what is wrong with that. */
export function Outcome({ delivery }: { delivery: Delivery }) {
  const { calls } = words().bots;
  const { state, status, ms, attempts, error } = delivery;
  const parts = [calls.states[state]];
  if (status > 0) parts.push(calls.answered(status));
  // The status is said already.
  const why = error === `the webhook answered ${status}` ? "" : error;
  if (attempts > 0) parts.push(calls.took(ms));
  return (
    <p className={`delivery__outcome delivery__outcome--${state}`}>
      <Icon name={ICONS[state]} />
      <span>
        {parts.join(" · ")}
        {why && (
          <span className="delivery__error" dir="ltr" lang="en">
            {why}
          </span>
        )}
      </span>
    </p>
  );
}
