import { expect, it } from "vitest";
import { matchesName } from "./person-filter.ts";

it.each([
  ["Ada Moreno", "ad", true],
  ["Ada Moreno", "mor", true],
  ["Ada Moreno", "ada m", true],
  ["Ada Moreno", "am", true],
  ["Ada Moreno", "reno", false],
  ["Zoë O'Brien-Łoś", "zoe", true],
  ["Zoë O'Brien-Łoś", "brien", true],
  ["Zoë O'Brien-Łoś", "o'b", true],
  ["石川 さくら", "さく", true],
  ["Ada Moreno", "", true],
  ["Ada Moreno", " . ", true],
])("%s, asked for %j: %s", (name, query, expected) => {
  expect(matchesName(name, query)).toBe(expected);
});

it("finds among 500 in a tenth of a second", () => {
  const names = Array.from({ length: 500 }, (_, index) => `Person Number${index} Müller`);
  const start = performance.now();
  expect(names.filter((name) => matchesName(name, "number49")).length).toBe(11);
  expect(performance.now() - start).toBeLessThan(100);
});
