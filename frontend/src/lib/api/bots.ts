import type { Caller } from "../pocketbase.ts";
import type { Id, User } from "../wire.ts";

export type Scope = "read" | "write";

/** What an administrator says about a key. */
export interface KeyForm {
  name: string;
  scopes: Scope[];
  /** The only rooms that it is for; none stands for every room of the bot. */
  rooms: Id[];
}

/** A key as administrators see it: never the key itself. */
export interface BotKey extends KeyForm {
  id: Id;
  /** Its last four letters, so that one key is told from another; "" where the server does not know them. */
  tail: string;
  last_used: string;
  created: string;
  /** The one in the paths of the calls to the bot: it comes and goes with the webhook. */
  webhook: boolean;
}

export interface Bot extends User {
  webhook_url: string;
  /** The rooms whose every message it is told. */
  webhook_rooms: Id[];
  keys: BotKey[];
}

/** Secrets are shown once, to whoever made them. */
export interface SavedBot {
  user: Bot;
  key?: string;
  webhook_secret?: string;
}

export interface Bots {
  bots: Bot[];
}

export interface BotForm {
  name: string;
  webhook_url: string;
}

/** Shown once: the server keeps only its hash. */
export interface NewKey {
  key: string;
  entry: BotKey;
}

export function listBots(server: Caller): Promise<Bots> {
  return server.call("GET", "/api/chat/bots");
}

/** With a first key, which may do everything. */
export function createBot(server: Caller, form: BotForm): Promise<SavedBot> {
  return server.call("POST", "/api/chat/bots", form);
}

export function changeBot(server: Caller, bot: Id, form: BotForm): Promise<SavedBot> {
  return server.call("PATCH", `/api/chat/bots/${bot}`, { name: form.name, webhook_url: form.webhook_url });
}

export function deleteBot(server: Caller, bot: Id): Promise<void> {
  return server.call("DELETE", `/api/chat/bots/${bot}`);
}

export function createKey(server: Caller, bot: Id, form: KeyForm): Promise<NewKey> {
  return server.call("POST", `/api/chat/bots/${bot}/keys`, form);
}

/** Its name, what it may do and where; the key itself stays as it is. */
export async function changeKey(server: Caller, bot: Id, key: Id, form: Partial<KeyForm>): Promise<BotKey> {
  const path = `/api/chat/bots/${bot}/keys/${key}`;
  return (await server.call<{ entry: BotKey }>("PATCH", path, form)).entry;
}

/** A new key in the place of one, which ends at once. */
export function rotateKey(server: Caller, bot: Id, key: Id): Promise<NewKey> {
  return server.call("POST", `/api/chat/bots/${bot}/keys/${key}/rotate`);
}

export function revokeKey(server: Caller, bot: Id, key: Id): Promise<void> {
  return server.call("DELETE", `/api/chat/bots/${bot}/keys/${key}`);
}
