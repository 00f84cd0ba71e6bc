import { useState } from "react";
import { Problem } from "../../components/problem.tsx";
import { useSave } from "../../components/use-save.ts";
import { useSnapshot } from "../../components/use-snapshot.ts";
import { spoken, words } from "../../language/index.ts";
import type { Quiet } from "../../lib/api/quiet.ts";
import type { QuietHours } from "../../models/quiet-hours.ts";

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
/** Monday first, as in most of the world; the browser would know better, and few of them tell. */
const WEEK = [1, 2, 3, 4, 5, 6, 0];

/** A pause for now, and the hours of every week in which nothing is to disturb me. */
export function QuietPanel({ hours }: { hours: QuietHours }) {
  const quiet = useSnapshot(hours);
  const { problem, run } = useSave();
  const text = words().notifications.quiet;
  if (!quiet) return null;
  const paused = quiet.quiet && quiet.paused_until !== "";

  return (
    <section className="group quiet" aria-label={text.title}>
      <h2 className="group__title">{text.title}</h2>
      <p role="status">{quiet.quiet ? text.now(moment(quiet.changes)) : text.hint}</p>
      <Problem text={problem} />
      <div className="quiet__row">
        {paused ? (
          <button
            className="btn btn--pill"
            type="button"
            onClick={() => void run(() => hours.change({ pause: "" }))}
          >
            {text.resume}
          </button>
        ) : (
          (["hour", "tomorrow"] as const).map((pause) => (
            <button
              key={pause}
              className="btn btn--pill"
              type="button"
              onClick={() => void run(() => hours.change({ zone: quiet.zone || ownZone(), pause }))}
            >
              {text.pause[pause]}
            </button>
          ))
        )}
      </div>
      <Schedule
        key={JSON.stringify([quiet.days, quiet.from, quiet.until, quiet.zone])}
        quiet={quiet}
        onChange={(change) => void run(() => hours.change({ zone: quiet.zone || ownZone(), ...change }))}
      />
    </section>
  );
}

interface ScheduleProps {
  quiet: Quiet;
  onChange: (change: Partial<Quiet>) => void;
}

function Schedule({ quiet, onChange }: ScheduleProps) {
  const [times, setTimes] = useState({ from: quiet.from || "22:00", until: quiet.until || "07:00" });
  const text = words().notifications.quiet;
  const on = quiet.days.length > 0;

  function toggle(day: number) {
    const days = quiet.days.includes(day)
      ? quiet.days.filter((other) => other !== day)
      : [...quiet.days, day];
    onChange({ ...times, days });
  }

  return (
    <>
      <fieldset className="choice">
        <legend className="choice__label">{text.days}</legend>
        <div className="choice__options">
          {WEEK.map((day) => (
            <label key={day} className="choice__option">
              <input
                className="choice__input"
                type="checkbox"
                checked={quiet.days.includes(day)}
                onChange={() => toggle(day)}
              />
              {dayName(day, "short")}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="quiet__row">
        {(["from", "until"] as const).map((end) => (
          <label key={end} className="quiet__time">
            {text[end]}
            <select
              className="select"
              value={times[end]}
              onChange={(event) => {
                const next = { ...times, [end]: event.target.value };
                setTimes(next);
                if (on) onChange(next);
              }}
            >
              {clocks(times[end]).map((clock) => (
                <option key={clock} value={clock}>
                  {clockName(clock)}
                </option>
              ))}
            </select>
          </label>
        ))}
        <label className="quiet__time">
          {text.zone}
          <select
            className="select"
            value={quiet.zone || ownZone()}
            onChange={(event) => onChange({ zone: event.target.value })}
          >
            {zones(quiet.zone || ownZone()).map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        </label>
      </div>
      {!on && (
        <button
          className="btn btn--pill"
          type="button"
          onClick={() => onChange({ ...times, days: EVERY_DAY })}
        >
          {text.everyNight}
        </button>
      )}
    </>
  );
}

const HALF_HOURS = 48;

/** Every half hour, and what is set, should a script have set something else. */
function clocks(present: string): string[] {
  const all = Array.from(
    { length: HALF_HOURS },
    (_, n) => `${String(n >> 1).padStart(2, "0")}:${n % 2 ? "30" : "00"}`,
  );
  return [...new Set([present, ...all])].sort();
}

function clockName(clock: string): string {
  const at = new Date(`1970-01-01T${clock}Z`);
  return new Intl.DateTimeFormat(spoken(), { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(
    at,
  );
}

function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** Browsers differ in which names they list; the one that is set is always there. */
function zones(present: string): string[] {
  return [...new Set([present, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}

function dayName(day: number, weekday: "short" | "long"): string {
  // The fourth of January 1970 was a Sunday.
  return new Intl.DateTimeFormat(spoken(), { weekday, timeZone: "UTC" }).format((3 + day) * 86_400_000);
}

function moment(time: string): string {
  const at = new Date(time.replace(" ", "T"));
  return new Intl.DateTimeFormat(spoken(), { weekday: "long", hour: "numeric", minute: "2-digit" }).format(
    at,
  );
}
