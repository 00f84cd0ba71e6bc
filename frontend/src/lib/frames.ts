import type { NotificationState } from "./api/notifications.ts";
import type {
  Account,
  Boost,
  DeletedMessage,
  Flags,
  Id,
  Membership,
  Message,
  Read,
  Room,
  User,
} from "./wire.ts";

// The frames of GET /api/chat/socket. Nothing here runs.

export type ClientFrame =
  | { type: "resume"; epoch?: string; seq?: number }
  | { type: "send"; client_message_id: string; room: Id; body: string }
  | { type: "typing"; room: Id; active: boolean }
  | { type: "here"; room: Id | null; visible: boolean }
  | { type: "read"; room: Id; rseq: number };

interface EventOf<Kind extends string, Data> {
  type: "event";
  seq: number;
  room?: Id;
  rseq?: number;
  kind: Kind;
  data: Data;
  at: string;
}

export type EventFrame =
  | EventOf<"message.created" | "message.updated", Message>
  | EventOf<"message.deleted", DeletedMessage>
  | EventOf<"boost.created" | "boost.deleted", Boost>
  | EventOf<"room.created" | "room.updated", Room>
  | EventOf<"room.deleted", { id: Id }>
  | EventOf<"membership.created" | "membership.updated", Membership>
  | EventOf<"membership.deleted", { id: Id; room: Id; user: Id }>
  | EventOf<"read.updated", Read>
  | EventOf<"seen.updated", NotificationState>
  | EventOf<"devices.updated", { user: Id }>
  | EventOf<"user.updated", User>
  | EventOf<"account.updated", Account>
  | EventOf<"flags.updated", Flags>;

export type NackCode =
  | "forbidden"
  | "not_found"
  | "invalid"
  | "too_large"
  | "cid_conflict"
  | "gone"
  | "busy"
  | "storage"
  | "rate_limited";

export interface HelloFrame {
  type: "hello";
  connection: string;
  epoch: string;
  seq: number;
  /** Left out by the way round. */
  flags?: Flags;
  build: string;
  ping_ms: number;
}

export interface AckFrame {
  type: "ack";
  client_message_id: string;
  message: Message;
  duplicate: boolean;
}

export interface NackFrame {
  type: "nack";
  client_message_id: string;
  code: NackCode;
  message: string;
  retryable: boolean;
  retry_after_ms?: number;
}

export interface TypingFrame {
  type: "typing";
  room: Id;
  user: Id;
  active: boolean;
}

export interface ByeFrame {
  type: "bye";
  reason: "restart" | "slow" | "auth" | "replaced" | "too_many_connections";
  retry_after_ms?: number;
}

export type ServerFrame =
  | HelloFrame
  | EventFrame
  | { type: "advance"; seq: number }
  | { type: "caught_up"; seq: number }
  | AckFrame
  | NackFrame
  | { type: "presence"; room: Id; users?: Id[]; joined?: Id[]; left?: Id[] }
  | TypingFrame
  | { type: "resync"; reason: "epoch" | "trimmed" | "ahead" }
  | ByeFrame;
