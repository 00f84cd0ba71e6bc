import type { EventFrame } from "../frames.ts";
import type { Caller } from "../pocketbase.ts";

/** A piece of the event log, as `GET /api/chat/events` gives it. */
export type EventsPage =
  | { epoch: string; events: EventFrame[]; seq: number; more: boolean; resync?: undefined }
  | { epoch: string; seq: number; resync: "epoch" | "trimmed" | "ahead" };

/** The next events after `since` that I may see. */
export type ReadEvents = (epoch: string, since: number) => Promise<EventsPage>;

const PAGE = 500;

export function readEvents(server: Caller, epoch: string, since: number): Promise<EventsPage> {
  const query = new URLSearchParams({ epoch, since: String(since), limit: String(PAGE) });
  return server.call("GET", `/api/chat/events?${query}`);
}
