import type { Id } from "../lib/wire.ts";

/** What to type into a terminal to post as a bot: the record API, which every bot uses. */
export function postMessage(origin: string, room: Id, key: string): string {
  return `curl -H 'Authorization: ${key}' -d room=${room} --data-urlencode 'body=Hello!' ${address(origin)}`;
}

export function postAttachment(origin: string, room: Id, key: string): string {
  return `curl -H 'Authorization: ${key}' -F room=${room} -F attachment=@/path/to/file ${address(origin)}`;
}

function address(origin: string): string {
  return `${origin}/api/collections/messages/records`;
}
