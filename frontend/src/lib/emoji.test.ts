import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepTone, keptTone, loadEmoji, pickedEmoji, recentEmoji, searchEmoji, withTone } from "./emoji.ts";

const notes = new Map<string, string>();

beforeEach(() => {
  notes.clear();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => notes.get(key) ?? null,
    setItem: (key: string, value: string) => notes.set(key, value),
    removeItem: (key: string) => notes.delete(key),
  });
});

async function found(query: string, language: "en" | "de" = "en", most = 5): Promise<string[]> {
  return searchEmoji(await loadEmoji(language), query, most).map(({ char }) => char);
}

describe("emoji", () => {
  it("are found by shortcode first, then by name, then by tag", async () => {
    expect((await found("tada"))[0]).toBe("🎉");
    expect((await found("+1"))[0]).toBe("👍️");
    expect((await found("thumbs up"))[0]).toBe("👍️");
    expect(await found("celebrate", "en", 30)).toContain("🎉");
    expect(await found("xyzzy")).toEqual([]);
  });

  it("are found by German words too, without umlauts", async () => {
    expect(await found("konfetti", "de", 10)).toContain("🎉");
    expect(await found("handflache", "de", 20)).not.toEqual([]);
  });

  it("take a tone where skin shows", async () => {
    const [wave] = searchEmoji(await loadEmoji("en"), "wave", 1);
    const [fire] = searchEmoji(await loadEmoji("en"), "fire", 1);
    if (!wave || !fire) throw new Error("not found");
    expect(withTone(wave, 0)).toBe("👋");
    expect(withTone(wave, 3)).toBe("👋🏽");
    expect(withTone(fire, 3)).toBe("🔥");
  });

  it("never offers a bare skin tone or a letter of a flag", async () => {
    const chars = (await loadEmoji("en")).map(({ char }) => char);
    expect(chars).not.toContain("🏽");
    expect(chars).not.toContain("🇩");
    expect(chars).toContain("🇩🇪");
  });

  it("remember what was picked last, once each, and the tone", () => {
    for (const char of ["🔥", "👋🏽", "🔥"]) pickedEmoji(char);
    expect(recentEmoji()).toEqual(["🔥", "👋🏽"]);
    for (let at = 0; at < 40; at++) pickedEmoji(String(at));
    expect(recentEmoji()).toHaveLength(24);
    keepTone(4);
    expect(keptTone()).toBe(4);
    notes.set("emoji/tone", "nine");
    expect(keptTone()).toBe(0);
  });
});
