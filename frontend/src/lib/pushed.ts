/** What the server puts into a push; docs/api/notifications.md has it. */
export interface Pushed {
  kind: "message" | "test";
  title: string;
  body: string;
  room: string;
  rseq: number;
  tag: string;
  path: string;
  at: string;
  badge: number;
  /** Rooms with something to read; null when they are too many to be named. */
  unread: readonly string[] | null;
}

export function readPushed(value: unknown): Pushed | null {
  if (typeof value !== "object" || value === null) return null;
  const { kind, title, body, room, rseq, tag, path, at, badge, unread } = value as Record<string, unknown>;
  if ((kind !== "message" && kind !== "test") || typeof tag !== "string") return null;
  return {
    kind,
    tag,
    title: text(title),
    body: text(body),
    room: text(room),
    rseq: typeof rseq === "number" ? rseq : 0,
    // Only ever a page of ours.
    path: /^\/(?!\/)/.test(text(path)) ? text(path) : "/",
    at: text(at),
    badge: typeof badge === "number" ? badge : 0,
    unread: Array.isArray(unread) ? unread.filter((id) => typeof id === "string") : null,
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export const ROOM_TAG = "room:";

export function roomTag(room: string): string {
  return ROOM_TAG + room;
}

/** Does a window at this address show the room? Its path may name a message as well. */
export function showsRoom(url: string, room: string): boolean {
  const { pathname } = new URL(url);
  return pathname === `/rooms/${room}` || pathname.startsWith(`/rooms/${room}/@`);
}

/** Is a notification with this tag out of date, when only these rooms have something to read? */
export function isStale(tag: string, unread: readonly string[] | null): boolean {
  return unread !== null && tag.startsWith(ROOM_TAG) && !unread.includes(tag.slice(ROOM_TAG.length));
}
