import type { Caller } from "../pocketbase.ts";
import type { Id, User } from "../wire.ts";

export interface Bot extends User {
  webhook_url: string;
}

export interface Bots {
  bots: Bot[];
  /** Does this server call webhook addresses, or only keep them? */
  deliveries: boolean;
}

export interface BotForm {
  name: string;
  webhook_url: string;
}

/** Shown once: the server keeps only its hash. */
export interface KeyShown {
  user: Bot;
  key: string;
}

export function listBots(server: Caller): Promise<Bots> {
  return server.call("GET", "/api/chat/bots");
}

export function createBot(server: Caller, form: BotForm): Promise<KeyShown> {
  return server.call("POST", "/api/chat/bots", form);
}

export async function changeBot(server: Caller, bot: Id, form: BotForm): Promise<Bot> {
  return (await server.call<{ user: Bot }>("PATCH", `/api/chat/bots/${bot}`, form)).user;
}

export function deleteBot(server: Caller, bot: Id): Promise<void> {
  return server.call("DELETE", `/api/chat/bots/${bot}`);
}

/** The old key ends at once. */
export function renewKey(server: Caller, bot: Id): Promise<KeyShown> {
  return server.call("POST", `/api/chat/bots/${bot}/key`);
}
