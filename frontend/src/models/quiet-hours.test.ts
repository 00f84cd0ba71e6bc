import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Quiet } from "../lib/api/quiet.ts";
import type { Caller } from "../lib/pocketbase.ts";
import { QuietHours } from "./quiet-hours.ts";

const NEVER: Quiet = {
  zone: "",
  days: [],
  from: "",
  until: "",
  paused_until: "",
  quiet: false,
  changes: "",
};

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-01-01T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

it("asks again when a pause ends", async () => {
  const answers: Quiet[] = [{ ...NEVER, quiet: true, changes: "2026-01-01 13:00:00.000Z" }, NEVER];
  const call = vi.fn(async () => answers.shift() ?? NEVER);
  const hours = new QuietHours({ call } as unknown as Caller);
  await hours.change({ pause: "hour" });
  expect(call).toHaveBeenCalledWith("PATCH", "/api/chat/quiet", { pause: "hour" });
  expect(hours.getSnapshot()?.quiet).toBe(true);
  await vi.advanceTimersByTimeAsync(3_599_000);
  expect(call).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(hours.getSnapshot()?.quiet).toBe(false);
  await vi.advanceTimersByTimeAsync(86_400_000);
  expect(call).toHaveBeenCalledTimes(2);
});
