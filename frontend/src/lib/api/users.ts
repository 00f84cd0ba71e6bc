import type { Caller } from "../pocketbase.ts";
import type { Id, User } from "../wire.ts";

export interface MyChange {
  name?: string;
  bio?: string;
  email?: string;
  password?: string;
  /** Needed for a new email or password. */
  current_password?: string;
}

/** A new email or password ends every other session of mine. */
export async function changeMe(server: Caller, change: MyChange): Promise<User> {
  return (await server.call<{ user: User }>("PATCH", "/api/chat/me", change)).user;
}

/** Role or status of somebody, for administrators. */
export function changeUser(
  server: Caller,
  user: Id,
  change: Partial<Pick<User, "role" | "status">>,
): Promise<User> {
  return server.answer(server.records<User>("users").update(user, change));
}

/** Somebody with their address, which events do not carry. */
export function findUser(server: Caller, user: Id): Promise<User> {
  return server.answer(server.records<User>("users").getOne(user));
}

export interface Banned {
  user: User;
  /** Network addresses from which nothing can be written now, and those that cannot be closed. */
  blocked: number;
  not_blockable: number;
}

export function ban(server: Caller, user: Id): Promise<Banned> {
  return server.call("POST", `/api/chat/users/${user}/ban`);
}

export async function unban(server: Caller, user: Id): Promise<User> {
  return (await server.call<{ user: User }>("DELETE", `/api/chat/users/${user}/ban`)).user;
}
