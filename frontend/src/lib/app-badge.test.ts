// @vitest-environment jsdom
import { expect, it, vi } from "vitest";
import { showAppBadge } from "./app-badge.ts";

it("puts the number on the icon, takes it away at nothing, and needs neither", () => {
  showAppBadge(3);
  const calls = {
    setAppBadge: vi.fn(async () => {}),
    clearAppBadge: vi.fn(() => Promise.reject(new Error("no"))),
  };
  Object.assign(navigator, calls);
  showAppBadge(3);
  expect(calls.setAppBadge).toHaveBeenCalledWith(3);
  expect(calls.clearAppBadge).not.toHaveBeenCalled();
  showAppBadge(0);
  expect(calls.clearAppBadge).toHaveBeenCalledTimes(1);
});
