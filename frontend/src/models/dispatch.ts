import type { EventFrame } from "../lib/frames.ts";
import type { Chat } from "./chat.ts";

/** One event of the log, to every model it concerns. */
export function dispatch(chat: Chat, event: EventFrame): void {
  switch (event.kind) {
    case "message.created":
      chat.rooms.messageCreated(event.data);
      chat.typing.stopped(event.data.room, event.data.author);
      chat.received(event.data);
      if (event.data.kind === "sound") chat.news(event.data, event.at);
      break;
    case "message.updated":
      chat.received(event.data);
      break;
    case "message.deleted":
      chat.rooms.messageDeleted(event.data);
      chat.histories.delete(event.data);
      if (event.data.author === chat.me) chat.outbox.confirm(event.data.client_message_id);
      break;
    case "boost.created":
      chat.histories.get(event.data.room)?.timeline.boost(event.data);
      break;
    case "boost.deleted":
      chat.histories.get(event.data.room)?.timeline.unboost(event.data);
      break;
    case "room.created":
      chat.rooms.add(event.data);
      break;
    case "room.updated":
      chat.rooms.update(event.data);
      break;
    case "room.deleted":
      chat.left(event.data.id, "deleted");
      break;
    case "membership.created": {
      const room = event.data.expand?.room;
      if (event.data.user === chat.me && room) chat.rooms.add(room, event.data);
      break;
    }
    case "membership.deleted":
      if (event.data.user === chat.me) chat.left(event.data.room);
      break;
    case "membership.updated":
      if (event.data.user === chat.me) chat.rooms.involve(event.data.room, event.data.involvement);
      break;
    case "read.updated":
      chat.rooms.readUpdated(event.data);
      break;
    case "user.updated":
      chat.people.update(event.data);
      break;
    case "account.updated":
      chat.account.set(event.data);
      break;
    case "flags.updated":
      chat.flags.learn(event.data);
      break;
  }
}
