import type { EventFrame } from "../lib/frames.ts";
import type { Id } from "../lib/wire.ts";

/** Whether an event makes a notification of mine, may change or take one away, or has nothing to do with them. */
export function bearing(event: EventFrame, me: Id): "me" | "perhaps" | "no" {
  switch (event.kind) {
    case "message.created":
      return event.data.author !== me && event.data.mentions?.includes(me) ? "me" : "no";
    case "message.updated":
      return event.data.author !== me && event.data.mentions?.includes(me) ? "me" : "perhaps";
    case "boost.created":
    case "boost.deleted":
      return event.data.author === me && event.data.booster !== me ? "me" : "no";
    case "membership.created":
    case "membership.updated":
    case "membership.deleted":
      return event.data.user === me ? "me" : "no";
    // A deletion does not say whom it named.
    case "message.deleted":
    case "read.updated":
    case "room.deleted":
      return "perhaps";
    default:
      return "no";
  }
}
