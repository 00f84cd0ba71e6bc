import { fold } from "../lib/fold.ts";

/** Every word of the query begins some word of the name, or the query is its initials. */
export function matchesName(name: string, query: string): boolean {
  const parts = fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const asked = fold(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (asked.length === 0) return true;
  if (asked.every((word) => parts.some((part) => part.startsWith(word)))) return true;
  const initials = parts.map((part) => part[0]).join("");
  return asked.length === 1 && initials.startsWith(asked[0] ?? "");
}
