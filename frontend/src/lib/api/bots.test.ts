import { expect, it } from "vitest";
import type { Caller } from "../pocketbase.ts";
import { renewKey } from "./bots.ts";

const key = (id: string, name: string) => ({ id, name, scopes: [], rooms: [], last_used: "", created: "" });

/** A server with one bot; answers with what was asked of it besides the list. */
async function renewing(keys: ReturnType<typeof key>[]): Promise<string[]> {
  const asked: string[] = [];
  const call = async (method: string, path: string) => {
    if (method === "GET") return { bots: [{ id: "r2", keys }] };
    asked.push(`${method} ${path}`);
    return { key: "new" };
  };
  await renewKey({ call } as unknown as Caller, "r2");
  return asked;
}

it("renews the bot's key and leaves alone the one that its webhook answers with", async () => {
  const own = key("k2", "Zebra");
  expect(await renewing([key("k1", "Webhook"), own])).toEqual(["POST /api/chat/bots/r2/keys/k2/rotate"]);
  expect(await renewing([own])).toEqual(["POST /api/chat/bots/r2/keys/k2/rotate"]);
  expect(await renewing([key("k1", "Webhook")])).toEqual(["POST /api/chat/bots/r2/keys"]);
});
