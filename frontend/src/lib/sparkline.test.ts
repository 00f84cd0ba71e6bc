import { expect, test } from "vitest";
import { sparkline } from "./sparkline.ts";

test("goes from the left to the right, and the highest value touches the top", () => {
  expect(sparkline([0, 5, 10], 100, 20)).toBe("0,20 50,10 100,0");
});

test("is flat at the bottom when nothing happened", () => {
  expect(sparkline([0, 0, 0], 100, 20)).toBe("0,20 50,20 100,20");
});

test("is a level line of one value, and none of none", () => {
  expect(sparkline([7], 100, 20)).toBe("0,0 100,0");
  expect(sparkline([], 100, 20)).toBe("");
});
