import { locale } from "./locale.ts";

/** A number as its reader writes it: 1,234 or 1.234. */
export function amount(value: number): string {
  return new Intl.NumberFormat(locale()).format(value);
}
