import { useCallback, useEffect, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { Problem } from "../../components/problem.tsx";
import { words } from "../../language/index.ts";
import type { PushDevice, PushDevices } from "../../lib/api/push.ts";
import type { Id } from "../../lib/wire.ts";

export interface PushCalls {
  list: () => Promise<PushDevices>;
  remove: (id: Id) => Promise<void>;
  test: (id: Id) => Promise<void>;
}

/** How long after a test its result is asked for. */
const RESULT_MS = 2_000;

/** Where I am told of messages, how the last one went, and a way to try it. `changed` reads it anew. */
export function PushList({ calls, changed }: { calls: PushCalls; changed: string }) {
  const [devices, setDevices] = useState<PushDevices | null>(null);
  const [said, setSaid] = useState("");
  const { push } = words().notifications;

  const read = useCallback(() => calls.list().then(setDevices), [calls]);
  const failed = useCallback((error: unknown) => setSaid(error instanceof Error ? error.message : ""), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is not used, that it did is.
  useEffect(() => {
    read().catch(failed);
  }, [read, failed, changed]);

  async function act(work: () => Promise<void>, wait = 0) {
    setSaid("");
    try {
      await work();
      if (wait) await new Promise((done) => setTimeout(done, wait));
      await read();
    } catch (error) {
      failed(error);
    }
  }

  return (
    <>
      <Problem text={said} />
      {devices?.subscriptions.length === 0 && <p>{push.nowhere}</p>}
      <ul className="group__list">
        {devices?.subscriptions.map((device) => (
          <li key={device.id} className="entry">
            <Icon name={/android|iphone|ipad/i.test(device.platform) ? "phone" : "laptop"} />
            <span className="entry__text">
              <span className="entry__name">{nameOf(device)}</span>
              <span className="entry__more">
                {device.session === devices.session ? `${push.here} · ` : ""}
                {resultOf(device)}
              </span>
            </span>
            <span className="entry__leader" />
            <button
              className="btn"
              type="button"
              title={push.test(nameOf(device))}
              onClick={() => void act(() => calls.test(device.id), RESULT_MS)}
            >
              <Icon name="bell" />
              <span className="visually-hidden">{push.test(nameOf(device))}</span>
            </button>
            <button
              className="btn btn--negative"
              type="button"
              title={push.remove(nameOf(device))}
              onClick={() => void act(() => calls.remove(device.id))}
            >
              <Icon name="minus" />
              <span className="visually-hidden">{push.remove(nameOf(device))}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function nameOf({ browser, platform }: PushDevice): string {
  const { devices } = words().users;
  const known = [browser, platform].filter((part) => part && part !== "Unknown");
  return known.length === 2 ? devices.named(browser, platform) : (known[0] ?? devices.unknown);
}

function resultOf({ last_result }: PushDevice): string {
  const { push } = words().notifications;
  if (!last_result) return push.nothingYet;
  return last_result === "delivered" ? push.delivered : push.refused(last_result);
}
