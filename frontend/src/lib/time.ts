import { locale } from "../language/locale.ts";

/** PocketBase writes `2026-11-23 21:09:45.123Z`; Safari wants the T. NaN when it is no time. */
export function parseTime(value: string): number {
  return Date.parse(value.replace(" ", "T"));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once per language: making one takes longer than drawing a message. */
function format(ms: number, name: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${name} ${locale()}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options);
  formats.set(key, known);
  return known.format(ms);
}

export function shortTime(ms: number): string {
  return format(ms, "time", { timeStyle: "short" });
}

export function longDate(ms: number): string {
  return format(ms, "date", { dateStyle: "long" });
}

/** For what is not among others of its day. */
export function mediumTime(ms: number): string {
  return format(ms, "medium", { dateStyle: "medium", timeStyle: "short" });
}

export function fullTime(ms: number): string {
  return format(ms, "full", { dateStyle: "full", timeStyle: "short" });
}

/** A key that is the same for two moments of one local day. */
export function localDay(ms: number): string {
  const date = new Date(ms);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

const STEPS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** "5 minutes ago", as far as the clocks of both ends agree. */
export function ago(time: string, now = Date.now()): string {
  const seconds = Math.min(0, (parseTime(time) - now) / 1_000);
  const [unit, length] = STEPS.find(([, step]) => -seconds >= step) ?? ["minute", 60];
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  return relative.format(Math.round(seconds / length), unit);
}
