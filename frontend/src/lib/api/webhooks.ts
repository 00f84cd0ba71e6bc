import type { Caller } from "../pocketbase.ts";
import type { Id } from "../wire.ts";

/** One call to a bot. Status, time and texts are of the last attempt. */
export interface Delivery {
  id: Id;
  trigger: "mention" | "direct" | "room" | "test";
  state: "waiting" | "delivered" | "failed";
  /** 0 without an answer. */
  status: number;
  ms: number;
  attempts: number;
  error: string;
  created: string;
  /** When it is tried again. */
  next: string;
  message: Id;
  room: Id;
  request: string;
  response: string;
}

export interface DeliveryPage {
  items: Delivery[];
  /** Before which the next page is. */
  next: Id | "";
}

export function listDeliveries(server: Caller, bot: Id, limit: number, before = ""): Promise<DeliveryPage> {
  return server.call("GET", `/api/chat/bots/${bot}/deliveries?limit=${limit}&before=${before}`);
}

export function retryDelivery(server: Caller, bot: Id, delivery: Id): Promise<Delivery> {
  return server.call("POST", `/api/chat/bots/${bot}/deliveries/${delivery}/retry`);
}

/** Answers when the bot did, or after seven seconds. */
export function testWebhook(server: Caller, bot: Id): Promise<Delivery> {
  return server.call("POST", `/api/chat/bots/${bot}/webhook/test`);
}

/** Shown once. */
export async function renewSecret(server: Caller, bot: Id): Promise<string> {
  return (await server.call<{ secret: string }>("POST", `/api/chat/bots/${bot}/webhook/secret`)).secret;
}

/** The rooms whose every message the bot is told. */
export async function setWebhookRooms(server: Caller, bot: Id, rooms: Id[]): Promise<void> {
  await server.call("PATCH", `/api/chat/bots/${bot}`, { webhook_rooms: rooms });
}
