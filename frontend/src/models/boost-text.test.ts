import { describe, expect, it } from "vitest";
import { fitBoost, MOST_IN_A_BOOST } from "./boost-text.ts";

const FAMILY = "👨‍👩‍👧‍👦";

describe("fitBoost", () => {
  it.each([
    ["Life saver!", "Life saver!"],
    ["  from the left", "from the left"],
    ["a\n\tb", "a b"],
    ["seventeen letters", "seventeen letter"],
    [FAMILY.repeat(3), FAMILY.repeat(2)],
    ["👍🏽".repeat(9), "👍🏽".repeat(8)],
    [`${"é".repeat(16)}x`, "é".repeat(16)],
  ])("makes %j into %j", (typed, kept) => {
    expect(fitBoost(typed)).toBe(kept);
    expect([...kept].length).toBeLessThanOrEqual(MOST_IN_A_BOOST);
  });
});
