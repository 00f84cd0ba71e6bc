import { describe, expect, it } from "vitest";
import { Presence } from "./presence.ts";

function begin() {
  const presence = new Presence();
  const here = () => [...presence.getSnapshot()].sort();
  return { presence, here };
}

describe("Presence", () => {
  it("begins with a list and follows what changes", () => {
    const { presence, here } = begin();
    presence.look("watercooler");
    presence.heard({ type: "presence", room: "watercooler", users: ["david", "jason"] });
    presence.heard({ type: "presence", room: "watercooler", joined: ["kevin"], left: ["jason"] });
    expect(here()).toEqual(["david", "kevin"]);
  });

  it("takes nobody from one room into another, nor believes what is said about a room it has left", () => {
    const { presence, here } = begin();
    presence.look("watercooler");
    presence.heard({ type: "presence", room: "watercooler", users: ["jason"] });
    presence.look("designers");
    expect(here()).toEqual([]);
    presence.heard({ type: "presence", room: "watercooler", joined: ["kevin"] });
    expect(here()).toEqual([]);
  });

  it("keeps who is here while the window looks at the same room, and forgets them with the line", () => {
    const { presence, here } = begin();
    presence.look("watercooler");
    presence.heard({ type: "presence", room: "watercooler", users: ["jason"] });
    presence.look("watercooler");
    expect(here()).toEqual(["jason"]);
    presence.lost();
    expect(here()).toEqual([]);
  });
});
