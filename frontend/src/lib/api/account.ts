import type { Caller } from "../pocketbase.ts";
import type { Account, Flags } from "../wire.ts";

/** The id of the only account there is. */
const ACCOUNT = "campfireaccount";

export type AccountChange = Partial<
  Pick<
    Account,
    "name" | "restrict_room_creation" | "custom_styles" | "mail_notices" | "mail_text" | "mail_after"
  >
>;

export async function changeAccount(server: Caller, change: AccountChange): Promise<void> {
  await server.answer(server.records("account").update(ACCOUNT, change));
}

export type Joining = Pick<Account, "join_policy" | "join_domains">;

/** Who may join. Answers with it as the server keeps it, tidied up. */
export async function changeJoining(server: Caller, change: Partial<Joining>): Promise<Joining> {
  const kept = await server.answer(server.records<Account>("account").update(ACCOUNT, change));
  return { join_policy: kept.join_policy, join_domains: kept.join_domains };
}

/** The old link ends at once. */
export async function renewJoinCode(server: Caller): Promise<string> {
  const { join_code } = await server.call<{ join_code: string }>("POST", "/api/chat/account/join_code");
  return join_code;
}

export type FlagName = Exclude<keyof Flags, "version">;
export type FlagValue = boolean | number;

export interface FlagSetting {
  value: FlagValue;
  origin: "default" | "environment" | "override";
  default: FlagValue;
  environment: FlagValue | null;
  override: FlagValue | null;
}

export interface FlagSettings {
  version: number;
  settings: Record<FlagName, FlagSetting>;
}

export function flagSettings(server: Caller): Promise<FlagSettings> {
  return server.call("GET", "/api/chat/flags");
}

/** Refused with `conflict` when somebody else was faster. `null` takes an override away. */
export function changeFlag(
  server: Caller,
  version: number,
  name: FlagName,
  value: FlagValue | null,
): Promise<FlagSettings> {
  return server.call("PATCH", "/api/chat/flags", { version, changes: { [name]: value } });
}

/** What is off and may be asked for. */
export type Feature = "files" | "avatars" | "previews";

export async function wishes(server: Caller): Promise<Feature[]> {
  return (await server.call<{ wishes: Feature[] }>("GET", "/api/chat/wishes")).wishes;
}

export async function wish(server: Caller, feature: Feature): Promise<Feature[]> {
  return (await server.call<{ wishes: Feature[] }>("POST", "/api/chat/wishes", { feature })).wishes;
}

/** A picture of me, or the account's. The server refuses both while avatars are off. */
export async function uploadPicture(server: Caller, what: "avatar" | "logo", file: File): Promise<void> {
  const form = new FormData();
  form.set("file", file);
  await server.call("POST", `/api/chat/${what}`, form);
}
