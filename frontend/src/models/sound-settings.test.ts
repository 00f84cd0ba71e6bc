// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { mute, soundSettings, turnTo } from "./sound-settings.ts";

/** What a page that is opened next reads. */
async function nextPage() {
  vi.resetModules();
  return (await import("./sound-settings.ts")).soundSettings();
}

describe("what this browser is to hear", () => {
  beforeEach(() => localStorage.clear());

  it("is every sound, not too loud, until somebody says otherwise", () => {
    expect(soundSettings()).toEqual({ muted: false, volume: 0.7 });
  });

  it("stays as it was chosen", async () => {
    mute(true);
    turnTo(0.25);
    expect(await nextPage()).toEqual({ muted: true, volume: 0.25 });
    mute(false);
    turnTo(0);
    expect(await nextPage()).toEqual({ muted: false, volume: 0 });
  });

  it("is never louder than all the way up, and usual when the note makes no sense", async () => {
    turnTo(7);
    expect(await nextPage()).toMatchObject({ volume: 1 });
    for (const key of Object.keys(localStorage)) localStorage.setItem(key, "loud");
    expect(soundSettings().volume).toBe(0.7);
  });
});
