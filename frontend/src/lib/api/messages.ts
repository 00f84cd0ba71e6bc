import type { Caller } from "../pocketbase.ts";
import type { Id, Read } from "../wire.ts";

/** Everything from this number on is unread again, in every browser of mine. */
export function markUnread(server: Caller, room: Id, rseq: number): Promise<Omit<Read, "user">> {
  return server.call("POST", `/api/chat/rooms/${room}/read`, { rseq, unread: true });
}
