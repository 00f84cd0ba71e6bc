import type { Caller } from "../pocketbase.ts";
import type { Id } from "../wire.ts";

export interface PushDevice {
  id: Id;
  session: Id;
  endpoint: string;
  browser: string;
  platform: string;
  /** `delivered`, or what the push service said; empty before the first. */
  last_result: string;
  last_tried: string;
  last_success: string;
}

export interface PushDevices {
  public_key: string;
  session: Id;
  subscriptions: PushDevice[];
}

export function pushDevices(server: Caller): Promise<PushDevices> {
  return server.call("GET", "/api/chat/push_subscriptions");
}

export async function addPushDevice(server: Caller, subscription: PushSubscriptionJSON): Promise<void> {
  await server.call("POST", "/api/chat/push_subscriptions", subscription);
}

export function removePushDevice(server: Caller, id: Id): Promise<void> {
  return server.call("DELETE", `/api/chat/push_subscriptions/${id}`);
}

export function testPushDevice(server: Caller, id: Id): Promise<void> {
  return server.call("POST", `/api/chat/push_subscriptions/${id}/test`);
}
