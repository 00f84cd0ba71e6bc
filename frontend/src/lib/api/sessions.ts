import type { Caller, SignedIn } from "../pocketbase.ts";
import type { Bootstrap, Id } from "../wire.ts";

export interface Device {
  id: Id;
  browser: string;
  platform: string;
  ip: string;
  last_active: string;
  created: string;
  current: boolean;
  /** I have not said yet that I know of it. */
  new: boolean;
}

/** Where I am signed in, the latest activity first. */
export async function devices(server: Caller): Promise<Device[]> {
  return (await server.call<{ sessions: Device[] }>("GET", "/api/chat/sessions")).sessions;
}

export function endSession(server: Caller, id: Id): Promise<void> {
  return server.call("DELETE", `/api/chat/sessions/${id}`);
}

export function endOtherSessions(server: Caller): Promise<void> {
  return server.call("DELETE", "/api/chat/sessions");
}

/** What I was signed in on for the first time. */
export type NewDevice = NonNullable<Bootstrap["devices"]>[number];

/** Where I was signed in for the first time and have not said that I know of it, as far as this session is asked. */
export async function newDevices(server: Caller): Promise<NewDevice[]> {
  return (await server.call<{ devices: NewDevice[] }>("GET", "/api/chat/devices")).devices;
}

export function confirmDevice(server: Caller, id: Id): Promise<void> {
  return server.call("POST", `/api/chat/devices/${id}/confirm`);
}

/** Signs it out. */
export function refuseDevice(server: Caller, id: Id): Promise<void> {
  return server.call("DELETE", `/api/chat/devices/${id}`);
}

export interface Transfer {
  url: string;
  expires: string;
  /** How long it lives from the answer on: this machine's clock may be hours off. */
  seconds: number;
}

/** A link that signs in once, for five minutes: me, or somebody whom an administrator helps. */
export function createTransfer(server: Caller, user?: Id): Promise<Transfer> {
  return server.call("POST", "/api/chat/transfers", user ? { user } : {});
}

/** Uses up the link of a letter: from now on this password signs in, and nothing else that did. */
export function resetPassword(server: Caller, token: string, password: string): Promise<void> {
  const body = { token, password, passwordConfirm: password };
  return server.call("POST", "/api/collections/users/confirm-password-reset", body);
}

/** Uses up the link of a letter that proves an address. */
export function verifyAddress(server: Caller, token: string): Promise<void> {
  return server.call("POST", "/api/collections/users/confirm-verification", { token });
}

export function redeemTransfer(server: Caller, token: string): Promise<SignedIn> {
  return server.call("POST", `/api/chat/transfers/${encodeURIComponent(token)}`);
}
