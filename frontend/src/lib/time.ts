/** PocketBase writes `2026-11-23 21:09:45.123Z`; Safari wants the T. NaN when it is no time. */
export function parseTime(value: string): number {
  return Date.parse(value.replace(" ", "T"));
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const longDay = new Intl.DateTimeFormat(undefined, { dateStyle: "long" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

export function shortTime(ms: number): string {
  return clock.format(ms);
}

export function longDate(ms: number): string {
  return longDay.format(ms);
}

export function fullTime(ms: number): string {
  return full.format(ms);
}

/** A key that is the same for two moments of one local day. */
export function localDay(ms: number): string {
  const date = new Date(ms);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
