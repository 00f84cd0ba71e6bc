import { describe, expect, it } from "vitest";
import {
  filterValues,
  hasFilter,
  nameInQuery,
  pingInQuery,
  withFilter,
  withoutFilter,
} from "./search-text.ts";

describe("the text of a search", () => {
  it.each([
    ["deploy", "from", "Jason", "from:Jason deploy"],
    ["deploy", "from", "Jason Fried", 'from:"Jason Fried" deploy'],
    ["deploy", "in", "石川 さくら", 'in:"石川 さくら" deploy'],
    ["from:ada in:x deploy", "from", "me", "from:me in:x deploy"],
    ['FROM:"Ada Moreno" deploy', "from", "me", "from:me deploy"],
    ["has:link deploy", "has", "code", "has:code has:link deploy"],
    ["has:link deploy", "has", "link", "has:link deploy"],
    ["", "before", "2026-03-01", "before:2026-03-01 "],
  ] as const)("%j narrowed to %s %s is %j", (text, operator, value, result) => {
    expect(withFilter(text, operator, value)).toBe(result);
    expect(hasFilter(result, operator, value)).toBe(true);
  });

  it.each([
    ['from:"Jason Fried" deploy', "from", undefined, "deploy"],
    ["has:link has:code x", "has", "link", "has:code x"],
    ['"from:me  too" is:UNREAD C++', "is", "unread", '"from:me  too" C++'],
    ["two  spaces", "from", undefined, "two  spaces"],
    ['say "unclosed in:x', "in", undefined, 'say "unclosed in:x'],
  ] as const)("%j without %s %s is %j", (text, operator, value, result) => {
    expect(withoutFilter(text, operator, value)).toBe(result);
  });

  it("reads filters as the server does: not inside of quotes or words, and none without a value", () => {
    expect(filterValues('in:a in:"b c" "in:d" xin:e in: in:“f g” „x in:h“ in:«i j»', "in")).toEqual([
      "a",
      "b c",
      "f g",
      "i j",
    ]);
  });

  it("names somebody by their id when their name has quotes", () => {
    expect(nameInQuery('Dwayne "Rock"', "id1")).toBe("id1");
    expect(nameInQuery("", "id2")).toBe("id2");
    expect(nameInQuery("O'Neil", "id3")).toBe("O'Neil");
  });

  it("names a ping by everybody in it, and by its id where that would not be read", () => {
    expect(pingInQuery(["Ada Moreno"], "id1")).toBe("@Ada Moreno");
    expect(pingInQuery(["Ada", "石川 さくら"], "id1")).toBe("@Ada, @石川 さくら");
    expect(filterValues(withFilter("x", "in", "@Ada, @Grace"), "in")).toEqual(["@Ada, @Grace"]);
    expect(pingInQuery(["Ada", 'Dwayne "Rock"'], "id2")).toBe("id2");
    expect(pingInQuery(["Ada", "King, Martin"], "id3")).toBe("id3");
    expect(pingInQuery(["Ada", ""], "id4")).toBe("id4");
    expect(
      pingInQuery(
        Array.from({ length: 9 }, (_, n) => `P${n}`),
        "id5",
      ),
    ).toBe("id5");
  });
});
