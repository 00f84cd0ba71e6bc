import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Message } from "../lib/wire.ts";
import { message, TestClock } from "./cast.ts";
import { SOUNDS } from "./sound-catalogue.ts";
import { SoundPlayer, soundURL } from "./sound-player.ts";

let clock: TestClock;
const play = vi.fn(async (_url: string, _volume: number) => {});
const claimed = new Set<string>();
const claim = async (name: string) => {
  if (claimed.has(name)) return false;
  claimed.add(name);
  return true;
};
let settings = { muted: false, volume: 0.5 };

function player(): SoundPlayer {
  return new SoundPlayer({ claim, clock, play, settings: () => settings });
}

function tada(id = "m1", change: Partial<Message> = {}): Message {
  return { ...message(1), id, kind: "sound", sound: "tada", body: "/play tada", ...change };
}

/** A time as the server writes it, so many milliseconds ago by our clock. */
function ago(ms: number): string {
  return new Date(clock.now() - ms).toISOString().replace("T", " ");
}

beforeEach(() => {
  clock = new TestClock();
  settings = { muted: false, volume: 0.5 };
  claimed.clear();
  play.mockReset();
  play.mockResolvedValue();
});

describe("G45: a sound", () => {
  it("is heard once, at the chosen volume, from an address that names the recording", async () => {
    await player().heard(tada(), ago(50));
    expect(play).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/^\/sounds\/tada\.mp3\?v=[0-9a-f]{8}$/),
      0.5,
    );
  });

  it("is heard in one of three tabs", async () => {
    await Promise.all([player(), player(), player()].map((tab) => tab.heard(tada(), ago(50))));
    expect(play).toHaveBeenCalledTimes(1);
  });

  it("is not heard again when it is told again", async () => {
    const one = player();
    await one.heard(tada(), ago(50));
    await one.heard(tada(), ago(50));
    await one.heard(tada("m2"), ago(50));
    expect(play).toHaveBeenCalledTimes(2);
  });

  it.each([
    ["a text", { kind: "text", sound: "" }],
    ["a sound that nobody knows", { sound: "../../x" }],
    ["the name of a property", { sound: "constructor" }],
    ["a deleted sound", { deleted: true }],
  ] as [string, Partial<Message>][])("%s is silent", async (_, change) => {
    await player().heard(tada("m1", change), ago(50));
    expect(play).not.toHaveBeenCalled();
  });

  it("older than ten seconds is history", async () => {
    await player().heard(tada(), ago(10_000));
    expect(play).not.toHaveBeenCalled();
    await player().heard(tada(), ago(9_900));
    expect(play).toHaveBeenCalledTimes(1);
  });

  it("is silent where sounds are off", async () => {
    settings.muted = true;
    await player().heard(tada(), ago(50));
    expect(play).not.toHaveBeenCalled();
    settings.muted = false;
    await player().heard(tada("m2"), ago(50));
    expect(play).toHaveBeenCalledTimes(1);
  });

  it("that the browser refuses to play is no error", async () => {
    play.mockRejectedValue(new DOMException("a click first", "NotAllowedError"));
    await expect(player().heard(tada(), ago(50))).resolves.toBeUndefined();
  });
});

it("a clock that is an hour off is learnt from the first sound", async () => {
  const one = player();
  const hour = 3_600_000;
  await one.heard(tada("m1"), ago(hour));
  expect(play).not.toHaveBeenCalled();
  await one.heard(tada("m2"), ago(hour + 200));
  expect(play).toHaveBeenCalledTimes(1);
  await one.heard(tada("m3"), ago(hour + 30_000));
  expect(play).toHaveBeenCalledTimes(1);
});

it("every sound has an address of its own", () => {
  expect(new Set(SOUNDS.map(soundURL)).size).toBe(SOUNDS.length);
});
