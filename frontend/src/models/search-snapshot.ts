import type { Found, FoundPage } from "../lib/api/search.ts";
import { ServerError } from "../lib/server-error.ts";

export interface SearchSnapshot {
  /** What stands in the field. */
  text: string;
  /** What was asked last; the results are of an earlier question while `state` is not "found". */
  asked: string;
  state: "idle" | "looking" | "found" | "building" | "failed";
  /** Newest first. */
  results: readonly Found[];
  count: number;
  many: boolean;
  unknown: readonly string[];
  /** There are older ones. */
  more: boolean;
  older: "idle" | "loading" | "failed";
  /** Why it failed. */
  reason: string;
}

export const NOTHING_FOUND = {
  results: [],
  count: 0,
  many: false,
  unknown: [],
  more: false,
  older: "idle",
} as const;
export const START: SearchSnapshot = { text: "", asked: "", state: "idle", reason: "", ...NOTHING_FOUND };

export function shownOf({ results, count, many, unknown = [], next }: FoundPage) {
  return { results, count, many, unknown, more: next !== "" };
}

export function isBuilding(error: unknown): boolean {
  return error instanceof ServerError && error.code === "search_unavailable";
}

/** Milliseconds until it is worth asking again, where the server said so. */
export function waitOf(error: unknown): number {
  return error instanceof ServerError ? error.retryAfter * 1_000 : 0;
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
