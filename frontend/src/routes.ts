/** What an address means. */
export type Route =
  | { name: "home" }
  | { name: "room"; room: string; target: number | null }
  | { name: "sign-in" }
  | { name: "first-run" }
  | { name: "join"; code: string }
  | { name: "not-found" };

const ROOM = /^\/rooms\/([a-z0-9]+)(?:\/@(\d+))?\/?$/;
const JOIN = /^\/join\/([^/]+)\/?$/;

export function matchRoute(path: string): Route {
  if (path === "/") return { name: "home" };
  if (path === "/session/new") return { name: "sign-in" };
  if (path === "/first_run") return { name: "first-run" };
  const room = ROOM.exec(path);
  if (room?.[1]) return { name: "room", room: room[1], target: room[2] ? Number(room[2]) : null };
  const join = JOIN.exec(path);
  if (join?.[1]) return { name: "join", code: decode(join[1]) };
  return { name: "not-found" };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
