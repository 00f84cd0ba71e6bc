import type { Caller } from "../pocketbase.ts";

/** When I want to be left alone, and how it is now. Nobody else sees it. */
export interface Quiet {
  /** IANA name; the hours go by its clocks. */
  zone: string;
  /** Days on which the quiet hours begin, 0 for Sunday. */
  days: number[];
  /** Times of the day, such as 22:00. */
  from: string;
  until: string;
  paused_until: string;
  quiet: boolean;
  /** When that ends or begins; empty for never. */
  changes: string;
}

export type QuietChange = Partial<Pick<Quiet, "zone" | "days" | "from" | "until">> & {
  pause?: "hour" | "tomorrow" | "";
};

export function readQuiet(server: Caller): Promise<Quiet> {
  return server.call("GET", "/api/chat/quiet");
}

export function changeQuiet(server: Caller, change: QuietChange): Promise<Quiet> {
  return server.call("PATCH", "/api/chat/quiet", change);
}
