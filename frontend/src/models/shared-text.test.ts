import { describe, expect, it } from "vitest";
import { sharedText } from "./shared-text.ts";

const share = (parts: Record<string, string>) => sharedText(new URLSearchParams(parts));

describe("sharedText", () => {
  it.each([
    [{}, ""],
    [{ title: "  ", text: "\n" }, ""],
    [{ text: " Look at this " }, "Look at this"],
    [{ title: "A page", url: "https://example.com/" }, "A page\nhttps://example.com/"],
    [
      { title: "A page", text: "A page https://example.com/", url: "https://example.com/" },
      "A page\nA page https://example.com/",
    ],
    [{ text: "a <b> & c\nd" }, "a <b> & c\nd"],
  ])("makes one text of %j", (parts, text) => expect(share(parts)).toBe(text));
});
