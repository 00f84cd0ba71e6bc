import { useEffect, useState } from "react";
import { PageFrame } from "../components/page-frame.tsx";
import { Problem } from "../components/problem.tsx";
import { Spinner } from "../components/spinner.tsx";
import { PartEntry } from "../features/status/part-entry.tsx";
import { Trend } from "../features/status/trend.tsx";
import { words } from "../language/index.ts";
import { locale } from "../language/locale.ts";
import { type Sample, type ServerStatus, serverStatus } from "../lib/api/status.ts";
import { mediumTime } from "../lib/time.ts";
import type { PageProps } from "./pages.ts";

/** How often the page asks again while somebody looks at it. */
const AGAIN_MS = 10_000;

export function StatusPage({ desk }: PageProps<"status">) {
  const { server } = desk;
  const [known, setKnown] = useState<ServerStatus | null>(null);
  const [problem, setProblem] = useState("");
  const { status, common } = words();

  useEffect(() => {
    let current = true;
    const look = () =>
      serverStatus(server).then(
        (now) => {
          if (!current) return;
          setKnown(now);
          setProblem("");
        },
        (error: unknown) => current && setProblem(error instanceof Error ? error.message : common.failed),
      );
    void look();
    const timer = window.setInterval(() => document.visibilityState === "visible" && void look(), AGAIN_MS);
    return () => {
      current = false;
      window.clearInterval(timer);
    };
  }, [server, common]);

  const ill = known?.parts.filter((part) => !part.ok).length ?? 0;
  return (
    <PageFrame title={status.title} back="/account/edit" headed>
      <div className="form">
        <h1 className="form__title">{status.title}</h1>
        <Problem text={problem} />
        {!known && !problem && <Spinner label={common.loading} />}
        {known && (
          <>
            <p className="form__lead" role="status">
              {ill === 0 ? status.allWell : status.someIll(ill)}
            </p>
            <section className="group" aria-label={status.partsTitle}>
              <ul className="group__list">
                {known.parts.map((part) => (
                  <PartEntry key={part.name} part={part} />
                ))}
              </ul>
            </section>
            <section className="group" aria-label={status.hour}>
              <h2 className="group__title">{status.hour}</h2>
              {known.samples.length === 0 ? (
                <p className="group__hint">{status.young}</p>
              ) : (
                <Trends samples={known.samples} every={known.every_seconds} />
              )}
            </section>
            <p className="group__hint">
              {status.since(mediumTime(Date.parse(known.started)), known.build)}{" "}
              {known.durability === "FULL" ? status.durable : status.relaxed}
            </p>
          </>
        )}
      </div>
    </PageFrame>
  );
}

function Trends({ samples, every }: { samples: Sample[]; every: number }) {
  const { status } = words();
  const number = (digits: number) => new Intl.NumberFormat(locale(), { maximumFractionDigits: digits });
  const whole = (value: number) => number(0).format(value);
  const of = (pick: (sample: Sample) => number) => samples.map(pick);
  return (
    <ul className="status__trends">
      <Trend name={status.sockets} values={of((s) => s.sockets)} say={whole} />
      <Trend
        name={status.messages}
        values={of((s) => (s.messages * 60) / every)}
        say={(value) => status.perMinute(whole(value))}
      />
      <Trend
        name={status.latency}
        values={of((s) => s.message_ms)}
        say={(value) => status.ms(number(1).format(value))}
      />
      <Trend name={status.waiting} values={of((s) => s.waiting)} say={whole} />
      <Trend name={status.behind} values={of((s) => s.behind)} say={whole} />
      <Trend
        name={status.memory}
        values={of((s) => s.live_bytes)}
        say={(value) => status.mb(number(1).format(value / 1e6))}
      />
    </ul>
  );
}
