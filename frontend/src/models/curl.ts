import type { Id } from "../lib/wire.ts";

/** Where a command has the key: in the address, as the original's have it, or in a header, where no log keeps it. */
export type KeyPlace = "address" | "header";

/** What to type into a terminal to do something as a bot. */
export interface Target {
  origin: string;
  room: Id;
  key: string;
  place: KeyPlace;
}

export function postMessage({ place, ...target }: Target): string {
  if (place === "address") return `curl -d 'Hello!' ${door(target)}`;
  return `curl ${header(target)} -d room=${target.room} --data-urlencode 'body=Hello!' ${records(target)}`;
}

export function postAttachment({ place, ...target }: Target): string {
  if (place === "address") return `curl -F attachment=@/path/to/file ${door(target)}`;
  return `curl ${header(target)} -F room=${target.room} -F attachment=@/path/to/file ${records(target)}`;
}

export function readMessages({ place, ...target }: Target): string {
  if (place === "address") return `curl ${door(target)}`;
  return `curl ${header(target)} ${target.origin}/api/chat/rooms/${target.room}/messages`;
}

/** Where Slack's incoming webhooks may go: the key says who speaks, and in which room. */
export function incomingAddress(origin: string, key: string): string {
  return `${origin}/hooks/${key}`;
}

export function postSlack(origin: string, key: string): string {
  return `curl -H 'Content-Type: application/json' -d '{"text": "*Hello!*"}' ${incomingAddress(origin, key)}`;
}

type Addressed = Omit<Target, "place">;

function header({ key }: Addressed): string {
  return `-H 'Authorization: ${key}'`;
}

function door({ origin, room, key }: Addressed): string {
  return `${origin}/rooms/${room}/${key}/messages`;
}

function records({ origin }: Addressed): string {
  return `${origin}/api/collections/messages/records`;
}
