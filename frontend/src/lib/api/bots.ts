import type { Caller } from "../pocketbase.ts";
import type { Id, User } from "../wire.ts";

/** A key as administrators see it: never the key itself. */
export interface BotKey {
  id: Id;
  name: string;
  scopes: ("read" | "write")[];
  /** The only rooms that it is for; none stands for every room of the bot. */
  rooms: Id[];
  last_used: string;
  created: string;
}

export interface Bot extends User {
  webhook_url: string;
  keys: BotKey[];
}

export interface Bots {
  bots: Bot[];
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

/** What the server calls the key that it puts into the paths of its own calls; the bot's answers come with it. */
const WEBHOOK_KEY = "Webhook";

/** A new key in the place of one, which ends at once, or a first one. */
export async function renewKey(server: Caller, bot: Id): Promise<{ key: string }> {
  const all = (await listBots(server)).bots.find((one) => one.id === bot)?.keys ?? [];
  const first = all.find(({ name }) => name !== WEBHOOK_KEY);
  const keys = `/api/chat/bots/${bot}/keys`;
  return server.call("POST", first ? `${keys}/${first.id}/rotate` : keys, first ? undefined : {});
}
