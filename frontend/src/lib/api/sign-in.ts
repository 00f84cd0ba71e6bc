import type { Caller, SignedIn } from "../pocketbase.ts";

const DOOR = "/api/chat/session";

/** `mfa` is what the first proof answered, where this is the second; "" otherwise. */
export function signInByPassword(
  server: Caller,
  identity: string,
  password: string,
  mfa = "",
): Promise<SignedIn> {
  return server.call("POST", DOOR, { identity, password, ...(mfa && { mfa_id: mfa }) });
}

/** Sends a letter with a code, if there is somebody with this address; nobody learns which. Answers with what the code is for. */
export async function requestCode(server: Caller, email: string): Promise<string> {
  const path = "/api/collections/users/request-otp";
  return (await server.call<{ otpId: string }>("POST", path, { email })).otpId;
}

export function signInByCode(server: Caller, otp: string, code: string, mfa = ""): Promise<SignedIn> {
  return server.call("POST", DOOR, { otp_id: otp, code, ...(mfa && { mfa_id: mfa }) });
}

/** Sends a letter with a link to a new password, if there is somebody with this address. */
export function requestReset(server: Caller, email: string): Promise<void> {
  return server.call("POST", "/api/collections/users/request-password-reset", { email });
}

/** Where to go to sign in with a provider, or, signed in, to connect it. The server remembers the way in a cookie. */
export async function beginProvider(
  server: Caller,
  provider: string,
  { joinCode = "", mfa = "" } = {},
): Promise<string> {
  const path = `/api/chat/oauth2/${encodeURIComponent(provider)}`;
  const body = { ...(joinCode && { join_code: joinCode }), ...(mfa && { mfa_id: mfa }) };
  return (await server.call<{ url: string }>("POST", path, body)).url;
}

/** What the provider sent back, held against what the browser remembers. */
export function signInByProvider(server: Caller, code: string, state: string): Promise<SignedIn> {
  return server.call("POST", DOOR, { provider_code: code, state });
}

/** The names of the providers that are connected with my account. */
export async function connections(server: Caller): Promise<string[]> {
  const all = await server.answer(server.records<{ provider: string }>("_externalAuths").getFullList());
  return all.map(({ provider }) => provider);
}

export function disconnect(server: Caller, provider: string): Promise<void> {
  return server.call("DELETE", `/api/chat/oauth2/${encodeURIComponent(provider)}`);
}
