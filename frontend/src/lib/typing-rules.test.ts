// @vitest-environment jsdom
import type { TrixElement } from "trix";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { toBody, toEditor } from "./editor-html.ts";
import { looksLikeMarkdown, markdownToHTML } from "./markdown.ts";
import { cleanPaste, pasteInto } from "./paste.ts";
import { loadTrix, newTrixElement } from "./trix.ts";
import { applyTypingRule } from "./typing-rules.ts";

let element: TrixElement;

beforeEach(async () => {
  await loadTrix();
  element = newTrixElement();
  document.body.append(element);
});

afterEach(async () => {
  await vi.waitFor(() => new Promise((done) => setTimeout(done, 0)));
  element.remove();
});

function type(text: string): string {
  for (const letter of text) {
    if (letter === "\n") element.editor.insertLineBreak();
    else element.editor.insertString(letter);
    applyTypingRule(element.editor);
  }
  return toBody(element.value);
}

function clipboard(kinds: Record<string, string>): DataTransfer {
  return { getData: (kind: string) => kinds[kind] ?? "" } as DataTransfer;
}

describe("signs, while typing,", () => {
  it.each([
    ["**bold** plain", "<strong>bold</strong> plain"],
    ["a __bold__ b", "a <strong>bold</strong> b"],
    ["_thin_ plain", "<em>thin</em> plain"],
    ["~~gone~~ here", "<del>gone</del> here"],
    ["run `npm ci` now", "run <code>npm ci</code> now"],
    ["> said", "<blockquote>said</blockquote>"],
    ["- one\ntwo", "<ul><li>one</li><li>two</li></ul>"],
    ["1. one\ntwo", "<ol><li>one</li><li>two</li></ol>"],
    ["# title", "<h1>title</h1>"],
    ["```a\n  b", "<pre>a\n  b</pre>"],
    ["first\n> said", "<div>first</div><blockquote>said</blockquote>"],
  ])("%j becomes %s", (typed, body) => {
    expect(type(typed)).toBe(body);
  });

  it.each(["2 ** 3 ** 4", "snake_case_name", "a -b", "3 > 2", "* ", "5. May", "a * b * c", "** no **"])(
    "%j is left alone",
    (typed) => {
      expect(type(typed).replace(/<\/?ul>|<\/?li>/g, "")).toBe(
        typed === "* " ? "" : typed.replaceAll(">", "&gt;"),
      );
    },
  );

  it("does nothing in code", () => {
    expect(type("```**a** _b_")).toBe("<pre>**a** _b_</pre>");
  });
});

describe("what is pasted", () => {
  it("is taken for Markdown only when it looks like it", () => {
    for (const text of ["# A", "- a\n- b", "```\nx\n```", "see **this** now", "[a](https://b.c)", "1. a"]) {
      expect(looksLikeMarkdown(text), text).toBe(true);
    }
    for (const text of [
      "plain",
      "a * b * c",
      "snake_case_name",
      "-5 degrees",
      "#hashtag",
      "1.5 litres",
      "C:\\a_b_c",
    ]) {
      expect(looksLikeMarkdown(text), text).toBe(false);
    }
  });

  it("becomes what its signs say, with markup left as text", async () => {
    const markdown =
      "# T\n\n> q\n\n- a\n- **b**\n\n```ruby\ndef x\n  1\nend\n```\n\n<img src=x onerror=y> [l](https://l.example)";
    await pasteInto(element.editor, clipboard({ "text/plain": markdown }));
    const body = toBody(element.value);
    expect(body).toContain("<h1>T</h1>");
    expect(body).toContain("<blockquote>q</blockquote>");
    expect(body).toContain("<li><strong>b</strong></li>");
    expect(body).toContain('<pre><code class="language-ruby">def x\n  1\nend');
    expect(body).toContain("&lt;img src=x onerror=y&gt;");
    expect(body).toContain('<a href="https://l.example"');
    expect(await markdownToHTML("<script>x</script>")).not.toContain("<script");
  });

  it("of a page keeps words and form, and nothing that acts", () => {
    const html = `<meta charset="utf-8"><style>p{}</style><b style="font-weight:normal"><p>one <span style="font-weight:700">two</span>
      <img src="https://spy.example/x.png"><a href="javascript:x()">three</a> <a href="https://y.example">four</a></p></b>
      <span class="mention" data-user="abcdefghijklmno">@Eve</span><script>x()</script>`;
    const clean = cleanPaste(html);
    expect(clean).not.toMatch(/script|img|style|data-/);
    expect(clean).toContain("<strong>two</strong>");
    expect(clean).toContain("three");
    expect(clean).toContain('href="https://y.example"');
    expect(clean).toContain("@Eve");
  });

  it("makes a link of the words that were selected", async () => {
    element.editor.insertString("the plan");
    element.editor.setSelectedRange([4, 8]);
    await pasteInto(element.editor, clipboard({ "text/plain": "https://x.example/plan" }));
    expect(toBody(element.value)).toContain('the <a href="https://x.example/plan"');
    expect(toBody(element.value)).toContain(">plan</a>");
  });

  it("stays as it is in code, and when it is very long", async () => {
    element.editor.loadHTML(toEditor("<pre>x</pre>"));
    element.editor.setSelectedRange(1);
    await pasteInto(element.editor, clipboard({ "text/plain": "\n**y**", "text/html": "<b>y</b>" }));
    expect(toBody(element.value)).toBe("<pre>x\n**y**</pre>");
    element.editor.loadHTML("");
    const long = "**long** ".repeat(8_000);
    await pasteInto(element.editor, clipboard({ "text/plain": long }));
    expect(toBody(element.value)).toBe(long.trim());
  });
});
