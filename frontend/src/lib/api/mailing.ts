import type { Caller } from "../pocketbase.ts";

export type Pace = "hourly" | "daily" | "never";

/** How often I am mailed what was written to me and is unread, at most. */
export interface Mailing {
  pace: Pace;
  /** This Campfire mails at all. */
  on: boolean;
  /** It has a mail server, so that an administrator may switch it on. */
  can_send: boolean;
}

export function readMailing(server: Caller): Promise<Mailing> {
  return server.call("GET", "/api/chat/mailing");
}

export function changePace(server: Caller, pace: Pace): Promise<Mailing> {
  return server.call("PATCH", "/api/chat/mailing", { pace });
}

/** Ends the mails of whoever the link was sent to. */
export function unsubscribe(server: Caller, token: string): Promise<void> {
  return server.call("POST", `/unsubscribe/${encodeURIComponent(token)}`);
}
