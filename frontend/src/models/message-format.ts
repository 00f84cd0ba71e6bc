import { localDay, parseTime } from "../lib/time.ts";
import type { Row } from "./rows.ts";

const THREAD_MS = 5 * 60_000;

export interface RowFormat {
  /** Said right after by the same person: no face, no name. */
  threaded: boolean;
  /** The first of its local day gets a separator above. */
  new_day: boolean;
  at: number;
  author: string;
}

function rowAuthor(row: Row): string {
  return row.state === "sent" ? row.message.author : row.item.user;
}

function rowTime(row: Row): number {
  return row.state === "sent" ? parseTime(row.message.created) : row.item.queued_at;
}

/** Looks one row back, like a reader does. */
export function formatRow(row: Row, previous: Row | undefined): RowFormat {
  const at = rowTime(row);
  const author = rowAuthor(row);
  if (!previous) return { threaded: false, new_day: true, at, author };
  const before = rowTime(previous);
  return {
    threaded: rowAuthor(previous) === author && Math.abs(at - before) <= THREAD_MS,
    new_day: localDay(before) !== localDay(at),
    at,
    author,
  };
}
