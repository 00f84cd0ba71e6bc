// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { setLocale } from "../language/locale.ts";
import { htmlToText, isPlain } from "./rich-text.ts";
import { clip, hue, initials, isEmojiOnly, sentence, textToHTML } from "./text.ts";
import { parseTime } from "./time.ts";

describe("text", () => {
  it("escapes what a person types and keeps the lines", () => {
    expect(textToHTML(' <b> & "x"\nnext ')).toBe("&lt;b&gt; &amp; &quot;x&quot;<br>next");
  });

  it.each([
    ["Ada Moreno", "AM"],
    ["ada", "A"],
    ["Zoë Ångström Lind", "ZÅ"],
    ["田中 さくら", "田"],
    ["👩‍🚀 Ann", "👩‍🚀A"],
    ["  ", "?"],
  ])("gives %s the letters %s", (name, letters) => expect(initials(name)).toBe(letters));

  it("cuts a text between letters, wherever the cut falls (E6)", () => {
    const whole = "aé e\u0301\u0323 👩‍👩‍👧 🇩🇪 上海 한국 👍🏽".repeat(3);
    const parts = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(whole);
    const ends = [0, ...Array.from(parts, ({ index, segment }) => index + segment.length)];
    for (let most = 0; most <= whole.length; most++) {
      expect(clip(whole, most)).toBe(
        whole.slice(
          0,
          ends.findLast((end) => end <= most),
        ),
      );
    }
  });

  it("gives an id the same colour every time", () => {
    expect(hue("abc")).toBe(hue("abc"));
    expect(hue("abc")).toBeLessThan(360);
  });

  it.each([
    ["😄🤘", true],
    ["❤️", true],
    ["👩‍🚀", true],
    ["👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", true],
    ["🇯🇵🏴󠁧󠁢󠁳󠁣󠁴󠁿", true],
    ["👍🏽1️⃣#️⃣", true],
    ["🔥\n🔥", false],
    ["1", false],
    ["🔥 💯", false],
    ["12", false],
    ["ok 👍", false],
    ["", false],
  ])("knows whether %s is emoji only", (text, only) => expect(isEmojiOnly(text)).toBe(only));

  it("joins names like a person would", () => {
    const some = [[], ["A"], ["A", "B"], ["A", "B", "C"]];
    setLocale("en-US");
    expect(some.map(sentence)).toEqual(["", "A", "A and B", "A, B, and C"]);
    setLocale("de");
    expect(some.map(sentence)).toEqual(["", "A", "A und B", "A, B und C"]);
  });

  it("reads PocketBase's times", () => {
    expect(parseTime("2026-11-23 21:09:45.123Z")).toBe(Date.UTC(2026, 10, 23, 21, 9, 45, 123));
  });
});

describe("rich text", () => {
  it("gives the editor the text back that the composer sent", () => {
    const text = "one <two>\n\nthree & four";
    expect(htmlToText(textToHTML(text))).toBe(text);
    expect(htmlToText("<div>a</div><div>b<br>c</div>")).toBe("a\nb\nc");
  });

  it("knows what a plain editor would flatten", () => {
    expect(isPlain("a<br>b &lt;i>")).toBe(true);
    expect(isPlain("<pre>x</pre>")).toBe(false);
    expect(isPlain("a <b>b</b>")).toBe(false);
  });
});
