// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { htmlToText, isPlain, linkify } from "./rich-text.ts";
import { hue, initials, isEmojiOnly, sentence, textToHTML } from "./text.ts";
import { parseTime } from "./time.ts";

const HERE = "https://chat.example.com";

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

  it("gives an id the same colour every time", () => {
    expect(hue("abc")).toBe(hue("abc"));
    expect(hue("abc")).toBeLessThan(360);
  });

  it.each([
    ["😄🤘", true],
    ["❤️", true],
    ["👩‍🚀", true],
    ["🔥 💯", false],
    ["12", false],
    ["ok 👍", false],
    ["", false],
  ])("knows whether %s is emoji only", (text, only) => expect(isEmojiOnly(text)).toBe(only));

  it("joins names like a person would", () => {
    expect([[], ["A"], ["A", "B"], ["A", "B", "C"]].map(sentence)).toEqual([
      "",
      "A",
      "A and B",
      "A, B and C",
    ]);
  });

  it("reads PocketBase's times", () => {
    expect(parseTime("2026-11-23 21:09:45.123Z")).toBe(Date.UTC(2026, 10, 23, 21, 9, 45, 123));
  });
});

describe("rich text", () => {
  it("links bare addresses, without the full stop, not inside links and code", () => {
    expect(linkify("see https://a.example/x?y=1.", HERE)).toBe(
      'see <a href="https://a.example/x?y=1" target="_blank" rel="noopener noreferrer">https://a.example/x?y=1</a>.',
    );
    expect(linkify("<code>https://a.example</code>", HERE)).toBe("<code>https://a.example</code>");
    expect(linkify(`<a href="${HERE}/rooms/1">https://b.example</a>`, HERE)).not.toContain("_blank");
  });

  it("cannot be talked into markup", () => {
    expect(linkify("https://a.example/&lt;img/onerror&gt;", HERE)).not.toContain("<img");
  });

  it("gives the editor the text back that the composer sent", () => {
    const text = "one <two>\n\nthree & four";
    expect(htmlToText(textToHTML(text))).toBe(text);
    expect(htmlToText("<div>a</div><div>b<br>c</div>")).toBe("a\nb\nc");
  });

  it("knows what a plain editor would flatten", () => {
    expect(isPlain('a<br>b <a href="/">c</a>')).toBe(true);
    expect(isPlain("<pre>x</pre>")).toBe(false);
    expect(isPlain("a <b>b</b>")).toBe(false);
  });
});
