import { expect, it } from "vitest";
import { ago } from "./time.ts";

it("says in the largest unit how long something is ago, and nothing of a future", () => {
  const now = Date.parse("2026-11-28T12:00:00.000Z");
  expect(ago("2026-11-28 11:55:00.000Z", now)).toBe("5 minutes ago");
  expect(ago("2026-11-28 09:00:00.000Z", now)).toBe("3 hours ago");
  expect(ago("2026-11-27 11:00:00.000Z", now)).toBe("yesterday");
  expect(ago("2026-11-28 11:59:50.000Z", now)).toBe("this minute");
  expect(ago("2026-11-28 12:07:00.000Z", now)).toBe("this minute");
});
