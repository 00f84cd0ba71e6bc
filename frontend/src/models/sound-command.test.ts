import { expect, test } from "vitest";
import { SOUNDS } from "./sound-catalogue.ts";
import { findSound, playedSound } from "./sound-command.ts";

test("a known name as the whole message plays", () => {
  expect(playedSound("/play tada")?.name).toBe("tada");
  expect(playedSound(" /play\u00a056k\n")?.name).toBe("56k");
});

test.each([
  "/play",
  "/play ",
  "/play Tada",
  "/play unheardof",
  "/play tada bell",
  "/play tada\n/play bell",
  "say /play tada",
  "/play ../../x",
  "/play constructor",
  "",
])("%j stays a text", (text) => {
  expect(playedSound(text)).toBeUndefined();
});

test("every sound has a name of its own", () => {
  expect(SOUNDS.length).toBeGreaterThanOrEqual(59);
  expect(new Set(SOUNDS.map((sound) => sound.name)).size).toBe(SOUNDS.length);
  for (const sound of SOUNDS) expect(findSound(sound.name)).toBe(sound);
});
