// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { quoteBefore, quoteOf } from "./quote.ts";
import type { Message } from "./wire.ts";

function quote(body: string): string {
  return quoteOf({ room: "r", rseq: 7, body } as Message, "Ada <A>", "https://chat.example");
}

describe("a quote", () => {
  it("names who said it, leads back, and calls nobody anew", () => {
    const call = '<span class="mention" data-user="abcdefghijklmno">@Bo</span> soup at <b>noon</b>';
    expect(quote(call)).toBe(
      `<blockquote>@Bo soup at <b>noon</b></blockquote><cite>— Ada &lt;A&gt; <a href="https://chat.example/rooms/r/@7">#</a></cite>`,
    );
  });

  it("leaves out what was itself quoted, unless there is nothing else", () => {
    expect(quote("<blockquote>old</blockquote><cite>— Bo</cite><div>new</div>")).toContain(
      "<blockquote><div>new</div></blockquote>",
    );
    expect(quote("<blockquote>old</blockquote>")).toContain("<blockquote><blockquote>old");
  });

  it("stands in front of what is written", () => {
    expect(quoteBefore("<blockquote>q</blockquote>", "mine")).toBe(
      "<blockquote>q</blockquote><div>mine</div>",
    );
    expect(quoteBefore("<blockquote>q</blockquote>", "<pre>x</pre>")).toBe(
      "<blockquote>q</blockquote><pre>x</pre>",
    );
    expect(quoteBefore("<blockquote>q</blockquote>", "")).toBe("<blockquote>q</blockquote><div><br></div>");
  });
});
