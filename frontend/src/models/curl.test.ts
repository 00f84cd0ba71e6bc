import { describe, expect, it } from "vitest";
import {
  incomingAddress,
  type KeyPlace,
  postAttachment,
  postMessage,
  postSlack,
  readMessages,
} from "./curl.ts";

const origin = "https://camp.example";
const target = (place: KeyPlace) => ({ origin, room: "r1", key: "k1", place });

describe("commands as the original has them", () => {
  it("go to the room's own address, with the key in it and nothing in a header", () => {
    const door = "https://camp.example/rooms/r1/k1/messages";
    expect(postMessage(target("address"))).toBe(`curl -d 'Hello!' ${door}`);
    expect(postAttachment(target("address"))).toBe(`curl -F attachment=@/path/to/file ${door}`);
    expect(readMessages(target("address"))).toBe(`curl ${door}`);
  });
});

describe("commands with the key in a header", () => {
  it("keep it out of every address", () => {
    for (const command of [postMessage, postAttachment, readMessages]) {
      const [before, address] = command(target("header")).split(origin);
      expect(before).toContain("-H 'Authorization: k1'");
      expect(address).not.toContain("k1");
    }
  });

  it("say which room they are for", () => {
    expect(postMessage(target("header"))).toContain("-d room=r1");
    expect(postAttachment(target("header"))).toContain("-F room=r1");
    expect(readMessages(target("header"))).toContain("/rooms/r1/messages");
  });
});

it("writes for Slack's door what that understands", () => {
  const [, payload, address] = /-d '(.*)' (\S+)$/.exec(postSlack(origin, "k1")) ?? [];
  expect(JSON.parse(payload ?? "")).toEqual({ text: "*Hello!*" });
  expect(address).toBe(incomingAddress(origin, "k1"));
  expect(address).toBe("https://camp.example/hooks/k1");
});
