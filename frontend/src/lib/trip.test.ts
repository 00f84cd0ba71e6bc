// @vitest-environment jsdom
import { afterEach, expect, it, vi } from "vitest";
import { noteTrip, readTrip } from "./trip.ts";

afterEach(() => sessionStorage.clear());

it("knows where somebody set out from", () => {
  noteTrip({ title: "Acme", from: "/join/a-b", to: "/rooms/abc" });
  expect(readTrip()).toEqual({ title: "Acme", from: "/join/a-b", to: "/rooms/abc" });
});

it("leads to the front door when it knows nothing, or nothing that is a page of ours", () => {
  const lost = { title: "", from: "/session/new", to: "/" };
  expect(readTrip()).toEqual(lost);
  noteTrip({ title: "", from: "https://evil.example", to: "//evil.example" });
  expect(readTrip()).toEqual(lost);
  sessionStorage.setItem("sign-in-trip", "{");
  expect(readTrip()).toEqual(lost);
  vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
    throw new DOMException("Denied", "SecurityError");
  });
  expect(readTrip()).toEqual(lost);
});
