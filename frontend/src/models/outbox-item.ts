/**
 * queued: not given to a connection yet. sent: given, not answered: unknown, never failed.
 * rejected: the server said no. expired: 30 s without an answer, the user may retry or delete.
 */
export type OutboxState = "queued" | "sent" | "rejected" | "expired";

export interface OutboxItem {
  readonly client_message_id: string;
  readonly user: string;
  readonly room: string;
  readonly text: string;
  readonly body: string;
  readonly queued_at: number;
  /** Typed order, also after a reload. */
  readonly order: number;
  readonly state: OutboxState;
  readonly code: string;
  readonly reason: string;
}

export function shelfKey(user: string, id: string): string {
  return `outbox/${user}/${id}`;
}
