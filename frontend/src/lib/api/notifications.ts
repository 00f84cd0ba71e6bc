import type { Caller } from "../pocketbase.ts";
import type { Boost, Bootstrap, Message } from "../wire.ts";

/** How I stand with what was said to me. */
export type NotificationState = NonNullable<Bootstrap["notifications"]>;

/** A message that names me, or a boost on a message of mine. */
export interface Notification {
  kind: "mention" | "boost";
  /** The event that made it. */
  seq: number;
  unread: boolean;
  message: Message;
  boost?: Boost;
}

export const NOTIFICATION_FILTERS = ["all", "mentions", "boosts"] as const;

export type NotificationFilter = (typeof NOTIFICATION_FILTERS)[number];

/** What is unread first, and the newest first in both halves. */
export interface NotificationPage extends NotificationState {
  notifications: Notification[];
  /** The cursor of the page after it, "" on the last. */
  next: string;
}

export function listNotifications(
  server: Caller,
  filter: NotificationFilter,
  before: string,
  limit: number,
): Promise<NotificationPage> {
  const query = new URLSearchParams({ filter, limit: String(limit) });
  if (before) query.set("before", before);
  return server.call("GET", `/api/chat/notifications?${query}`);
}

/** Everything up to `seq` was seen; with `only` that one. */
export function markSeen(server: Caller, seq: number, only: boolean): Promise<NotificationState> {
  return server.call("POST", "/api/chat/notifications/seen", { seq, only });
}
