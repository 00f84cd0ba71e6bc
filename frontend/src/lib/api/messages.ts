import type { Caller } from "../pocketbase.ts";
import type { Id, Read } from "../wire.ts";

/** Everything from this number on is unread again, in every browser of mine. */
export function markUnread(server: Caller, room: Id, rseq: number): Promise<Omit<Read, "user">> {
  return server.call("POST", `/api/chat/rooms/${room}/read`, { rseq, unread: true });
}

/** A file as a message of its own. The server refuses it while files are off. */
export async function uploadFile(server: Caller, room: Id, file: File): Promise<void> {
  const form = new FormData();
  form.set("room", room);
  form.set("file", file);
  await server.call("POST", "/api/chat/uploads", form);
}
