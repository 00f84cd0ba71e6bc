import { expect, it } from "vitest";
import type { BotKey } from "../lib/api/bots.ts";
import { changes, isIncoming, reach, sortedKeys, withKey, withoutKey } from "./bot-keys.ts";

const key = (id: string, name: string, more: Partial<BotKey> = {}): BotKey => ({
  id,
  name,
  scopes: ["read", "write"],
  rooms: [],
  tail: "aB3d",
  last_used: "",
  created: "2026-11-28 12:00:00.000Z",
  webhook: false,
  ...more,
});

it("tells the webhook's key from one that somebody only called Webhook", () => {
  const mine = key("k1", "Webhook");
  const its = key("k2", "Webhook", { webhook: true });
  expect(sortedKeys([mine, its])).toEqual({ own: [mine], webhook: its });
  expect(sortedKeys([mine])).toEqual({ own: [mine], webhook: undefined });
});

it("puts a new key where the server lists it, and a rotated one where it was", () => {
  const list = [key("k1", "alpha"), key("k3", "Gamma")];
  const names = (keys: BotKey[]) => keys.map(({ name }) => name);
  expect(names(withKey(list, key("k2", "Beta")))).toEqual(["alpha", "Beta", "Gamma"]);
  const used = key("k1", "alpha", { last_used: "2026-11-28 12:30:00.000Z" });
  expect(withKey([used], key("k1", "alpha"))).toEqual([key("k1", "alpha")]);
  expect(names(withoutKey(list, "k1"))).toEqual(["Gamma"]);
});

it("says only what is different about a key", () => {
  const before = key("k1", "alpha", { rooms: ["r1", "left"] });
  expect(changes(before, { ...before })).toEqual({});
  expect(changes(before, { ...before, name: "beta" })).toEqual({ name: "beta" });
  expect(changes(before, { ...before, scopes: ["write", "read"], rooms: ["left", "r1"] })).toEqual({});
  expect(changes(before, { ...before, scopes: ["read"] })).toEqual({ scopes: ["read"] });
  expect(changes(before, { ...before, rooms: ["r1", "r2"] })).toEqual({ rooms: ["r1", "r2"] });
  expect(changes(before, { ...before, rooms: [] })).toEqual({ rooms: [] });
});

it("knows which keys Slack's door takes", () => {
  expect(isIncoming({ name: "", scopes: ["write"], rooms: ["r1"] })).toBe(true);
  expect(isIncoming({ name: "", scopes: ["read", "write"], rooms: ["r1"] })).toBe(true);
  expect(isIncoming({ name: "", scopes: ["read"], rooms: ["r1"] })).toBe(false);
  expect(isIncoming({ name: "", scopes: ["write"], rooms: [] })).toBe(false);
  expect(isIncoming({ name: "", scopes: ["write"], rooms: ["r1", "r2"] })).toBe(false);
});

it("goes into every room, or into those named", () => {
  const rooms = [{ id: "r1" }, { id: "r2" }];
  expect(reach(key("k", "all"), rooms)).toEqual(rooms);
  expect(reach(key("k", "one", { rooms: ["r2", "unseen"] }), rooms)).toEqual([{ id: "r2" }]);
});
