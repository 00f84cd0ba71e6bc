import { describe, expect, it } from "vitest";
import { matchRoute } from "./routes.ts";

describe("matchRoute", () => {
  it.each([
    ["/", { name: "home" }],
    ["/rooms/abc123", { name: "room", room: "abc123", target: null }],
    ["/rooms/abc123/@42", { name: "room", room: "abc123", target: 42 }],
    ["/rooms", { name: "home" }],
    ["/rooms/opens/abc123", { name: "room", room: "abc123", target: null }],
    ["/rooms/closeds/new", { name: "new-room", kind: "closed" }],
    ["/join/ab-cd", { name: "join", code: "ab-cd" }],
    ["/join/%zz", { name: "join", code: "%zz" }],
    ["/notifications?filter=boosts", { name: "notifications", query: new URLSearchParams("filter=boosts") }],
    ["/share?text=a", { name: "share", query: new URLSearchParams("text=a") }],
    ["/session/new", { name: "sign-in" }],
    ["/first_run", { name: "first-run" }],
    ["/rooms/abc/else", { name: "not-found" }],
  ])("reads %s", (path, route) => expect(matchRoute(path)).toEqual(route));
});
