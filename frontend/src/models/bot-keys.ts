import type { BotKey, KeyForm } from "../lib/api/bots.ts";
import type { Id } from "../lib/wire.ts";

/** The keys that are made, changed and ended here, and the one that lives and dies with the webhook. */
export function sortedKeys(keys: readonly BotKey[]): { own: BotKey[]; webhook: BotKey | undefined } {
  return { own: keys.filter((key) => !key.webhook), webhook: keys.find((key) => key.webhook) };
}

/** With a key that is new, changed, or new in its place; by name, as the server lists them. */
export function withKey(keys: readonly BotKey[], entry: BotKey): BotKey[] {
  const compare = (a: BotKey, b: BotKey) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
  return [...withoutKey(keys, entry.id), entry].sort(compare);
}

export function withoutKey(keys: readonly BotKey[], id: Id): BotKey[] {
  return keys.filter((key) => key.id !== id);
}

/**
 * What is different in a form, so that nothing else is said: a key may be for rooms that its bot has left since, and
 * the server would not take those again.
 */
export function changes(key: KeyForm, form: KeyForm): Partial<KeyForm> {
  const same = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((one) => b.includes(one));
  return {
    ...(form.name !== key.name && { name: form.name }),
    ...(!same(form.scopes, key.scopes) && { scopes: form.scopes }),
    ...(!same(form.rooms, key.rooms) && { rooms: form.rooms }),
  };
}

/** A key for writing that is for one room is an address for Slack's incoming webhooks too. */
export function isIncoming({ scopes, rooms }: KeyForm): boolean {
  return scopes.includes("write") && rooms.length === 1;
}

/** Those that a key may go into, of the rooms that its bot and I are in. */
export function reach<Room extends { id: Id }>(key: KeyForm, rooms: readonly Room[]): Room[] {
  return rooms.filter((room) => key.rooms.length === 0 || key.rooms.includes(room.id));
}
