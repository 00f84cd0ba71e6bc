import { useCallback, useEffect, useRef, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { Problem } from "../../components/problem.tsx";
import { words } from "../../language/index.ts";
import type { Device } from "../../lib/api/sessions.ts";
import { deviceName } from "../../lib/device-name.ts";
import { ago } from "../../lib/time.ts";
import type { Id } from "../../lib/wire.ts";

export interface DeviceCalls {
  list: () => Promise<Device[]>;
  end: (id: Id) => Promise<void>;
  endOthers: () => Promise<void>;
}

interface DevicesProps {
  calls: DeviceCalls;
  /** Somebody came for this list, and not for what stands above it. */
  wanted?: boolean;
}

/** Where I am signed in, and how to end it there. */
export function Devices({ calls, wanted = false }: DevicesProps) {
  const section = useRef<HTMLElement>(null);
  const [list, setList] = useState<Device[]>([]);
  const [problem, setProblem] = useState("");
  const { devices } = words().users;

  const read = useCallback(() => calls.list().then(setList), [calls]);
  const failed = useCallback((error: unknown) => setProblem(error instanceof Error ? error.message : ""), []);

  useEffect(() => {
    read().catch(failed);
  }, [read, failed]);

  const there = list.length > 0;
  useEffect(() => {
    if (wanted && there) section.current?.scrollIntoView({ block: "center" });
  }, [wanted, there]);

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
    <section ref={section} className="group" aria-label={devices.title}>
      <h2 className="group__title">{devices.title}</h2>
      <Problem text={problem} />
      <ul className="group__list">
        {list.map((device) => (
          <li key={device.id} className="entry">
            <Icon name={HELD.test(device.platform) ? "phone" : "laptop"} />
            <span className="entry__text">
              <span className="entry__name">{deviceName(device)}</span>
              <span className="entry__more">
                {device.new && <span className="arrival__new">{devices.fresh} · </span>}
                {device.current ? devices.here : ago(device.last_active)} · {device.ip}
              </span>
            </span>
            <span className="entry__leader" />
            {!device.current && (
              <button
                className="btn btn--negative"
                type="button"
                title={devices.end(deviceName(device))}
                onClick={() => void end(devices.endConfirm(deviceName(device)), () => calls.end(device.id))}
              >
                <Icon name="minus" />
                <span className="visually-hidden">{devices.end(deviceName(device))}</span>
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
