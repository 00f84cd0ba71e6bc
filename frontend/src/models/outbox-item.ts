import { words } from "../language/index.ts";
import type { ClientFrame, NackFrame } from "../lib/frames.ts";
import { byteLength } from "../lib/text.ts";
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

type NewItem = Omit<OutboxItem, "state" | "code" | "reason">;

export function newItem(what: NewItem): OutboxItem {
  return { ...what, state: "queued", code: "", reason: "" };
}

export function shelfKey(user: string, id: string): string {
  return `outbox/${user}/${id}`;
}

const FRAME_BYTES = 64 * 1024;

/** What becomes of an item that sendFrame refuses. */
export function tooLong(): Partial<OutboxItem> {
  return { state: "rejected", code: "too_large", reason: words().messages.tooLong };
}

/** The frame that sends an item; none if it is so long that the server would close the socket, after every reconnect. */
export function sendFrame(item: OutboxItem): ClientFrame | undefined {
  const { client_message_id, room, body } = item;
  const frame: ClientFrame = { type: "send", client_message_id, room, body };
  return byteLength(JSON.stringify(frame)) > FRAME_BYTES ? undefined : frame;
}

/** What the server will not take, whenever it is sent, and why. */
export function refused({ code, message }: NackFrame): Partial<OutboxItem> {
  return { state: "rejected", code, reason: words().refusals.said({ code, field: "", message }) };
}
