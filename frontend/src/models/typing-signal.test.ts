import { expect, it } from "vitest";
import type { ClientFrame } from "../lib/frames.ts";
import { TestClock } from "./cast.ts";
import { TypingSignal } from "./typing-signal.ts";

function begin() {
  const clock = new TestClock();
  const said: string[] = [];
  const signal = new TypingSignal((frame: ClientFrame) => {
    if (frame.type === "typing") said.push(`${frame.room} ${frame.active ? "begins" : "ends"}`);
    return true;
  }, clock);
  /** A key every tenth of a second. */
  const type = async (room: string, ms: number) => {
    for (let at = 0; at < ms; at += 100) {
      signal.typed(room);
      await clock.pass(100);
    }
  };
  return { clock, said, signal, type };
}

it("repeats itself before readers forget, and not more often", async () => {
  const { said, type } = begin();
  await type("attic", 6_000);
  expect(said).toEqual(["attic begins", "attic begins", "attic begins"]);
});

it("says of somebody who goes on after a stop that they type, as soon as the server passes it on", async () => {
  const { said, signal, type } = begin();
  await type("attic", 500);
  signal.stopped();
  await type("attic", 1_400);
  expect(said).toEqual(["attic begins", "attic ends"]);
  await type("attic", 200);
  expect(said).toEqual(["attic begins", "attic ends", "attic begins"]);
});

it("takes back what it said of another room, and nothing that it did not say", async () => {
  const { said, signal, type } = begin();
  await type("attic", 100);
  await type("kitchen", 100);
  signal.stopped();
  signal.stopped();
  expect(said).toEqual(["attic begins", "attic ends", "kitchen begins", "kitchen ends"]);
});
