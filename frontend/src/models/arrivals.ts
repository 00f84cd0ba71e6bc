import type { Message } from "../lib/wire.ts";
import type { TimelineSnapshot } from "./timeline.ts";

export interface Heard {
  /** The newest number that was on screen. */
  newest: number;
  /** Was the end of the room on screen? Only then is what comes below it news. */
  complete: boolean;
}

/** What others said since the last look. Pages of history, older or newer, are no news. */
export function arrivals(
  before: Heard | null,
  snapshot: TimelineSnapshot,
  me: string,
): { news: Message[]; heard: Heard | null } {
  if (!snapshot.loaded) return { news: [], heard: null };
  const news: Message[] = [];
  const complete = !snapshot.has_after;
  let newest = before?.newest ?? 0;
  for (const row of snapshot.rows) {
    if (row.state !== "sent" || row.message.rseq <= newest) continue;
    newest = row.message.rseq;
    if (before?.complete && complete && row.message.author !== me) news.push(row.message);
  }
  return { news, heard: { newest, complete } };
}
