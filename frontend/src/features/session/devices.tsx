import { useCallback, useEffect, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { Problem } from "../../components/problem.tsx";
import { words } from "../../language/index.ts";
import type { Device } from "../../lib/api/sessions.ts";
import { ago } from "../../lib/time.ts";
import type { Id } from "../../lib/wire.ts";

export interface DeviceCalls {
  list: () => Promise<Device[]>;
  end: (id: Id) => Promise<void>;
  endOthers: () => Promise<void>;
}

/** Where I am signed in, and how to end it there. */
export function Devices({ calls }: { calls: DeviceCalls }) {
  const [list, setList] = useState<Device[]>([]);
  const [problem, setProblem] = useState("");
  const { devices } = words().users;

  const read = useCallback(() => calls.list().then(setList), [calls]);
  const failed = useCallback((error: unknown) => setProblem(error instanceof Error ? error.message : ""), []);

  useEffect(() => {
    read().catch(failed);
  }, [read, failed]);

  async function end(question: string, work: () => Promise<void>) {
    if (!window.confirm(question)) return;
    setProblem("");
    try {
      await work();
      await read();
    } catch (error) {
      failed(error);
    }
  }

  return (
    <section className="group" aria-label={devices.title}>
      <h2 className="group__title">{devices.title}</h2>
      <Problem text={problem} />
      <ul className="group__list">
        {list.map((device) => (
          <li key={device.id} className="entry">
            <Icon name={HELD.test(device.platform) ? "phone" : "laptop"} />
            <span className="entry__text">
              <span className="entry__name">{nameOf(device)}</span>
              <span className="entry__more">
                {device.current ? devices.here : ago(device.last_active)} · {device.ip}
              </span>
            </span>
            <span className="entry__leader" />
            {!device.current && (
              <button
                className="btn btn--negative"
                type="button"
                title={devices.end(nameOf(device))}
                onClick={() => void end(devices.endConfirm(nameOf(device)), () => calls.end(device.id))}
              >
                <Icon name="minus" />
                <span className="visually-hidden">{devices.end(nameOf(device))}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {list.length > 1 && (
        <button
          className="btn btn--pill"
          type="button"
          onClick={() => void end(devices.othersConfirm, calls.endOthers)}
        >
          {devices.others}
        </button>
      )}
    </section>
  );
}

const HELD = /android|iphone|ipad/i;

function nameOf({ browser, platform }: Device): string {
  const { devices } = words().users;
  const known = [browser, platform].filter((part) => part && part !== "Unknown");
  return known.length === 2 ? devices.named(browser, platform) : (known[0] ?? devices.unknown);
}
