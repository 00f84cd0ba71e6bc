// @vitest-environment jsdom
import type { TrixElement } from "trix";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isBlank, toBody, toEditor } from "./editor-html.ts";
import { textToHTML } from "./text.ts";
import { loadTrix, newMention, newTrixElement } from "./trix.ts";

const MENTION = '<span class="mention" data-user="abcdefghijklmno">@Ada "A" Moreno</span>';
const LINK =
  '<a href="https://x.example/?a=1&amp;b=2" rel="nofollow noopener noreferrer" target="_blank">x</a>';
let element: TrixElement;

beforeEach(async () => {
  await loadTrix();
  element = newTrixElement();
  document.body.append(element);
});

afterEach(async () => {
  // Its observers speak once more.
  await vi.waitFor(() => new Promise((done) => setTimeout(done, 0)));
  element.remove();
});

function throughEditor(body: string): string {
  element.editor.loadHTML(toEditor(body));
  return toBody(element.value);
}

describe("a stored body", () => {
  it.each([
    "one",
    "one<br>two<br><br>three",
    "a &lt;b&gt; &amp; \"c\" 'd'",
    "<strong>x</strong> y <em>z</em> <del>gone</del>",
    `see ${LINK} there`,
    `hi ${MENTION} there`,
    `${MENTION}`,
    "use <code>npm ci</code> now",
    "<pre>a\n  b\n\nc</pre>",
    '<pre><code class="language-ruby">def x\n  1 &lt; 2\nend</code></pre>',
    "<div>before</div><pre>x\ny</pre><div>after</div>",
    "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>",
    "<ol><li>a</li><li><strong>b</strong></li></ol>",
    "<h1>T</h1><div>t<br><br>u</div>",
    "<blockquote>a<br>b</blockquote><div>c</div>",
    `<blockquote>q</blockquote><cite>— Ada ${LINK}</cite><div>answer</div>`,
    "🎉👋🏽👨‍👩‍👧‍👦🇩🇪",
    "שלום <strong>עולם</strong>",
  ])("comes out of the editor as it went in: %s", (body) => {
    expect(throughEditor(body)).toBe(body);
  });

  it("keeps its words where the editor does not know its form", () => {
    expect(throughEditor("<b>x</b><i>y</i>")).toBe("<strong>x</strong><em>y</em>");
    expect(throughEditor("<h3>small</h3>x<sub>2</sub>")).toBe("<h1>small</h1><div>x2</div>");
    expect(throughEditor("<p>one</p><p>two</p>")).toBe("<div>one</div><div>two</div>");
  });
});

describe("what is typed", () => {
  it.each(["plain", "two\nlines", "a < b & c > d", `"quoted" 'so'`, "  around  ", "x\n\n\ny"])(
    "is sent as the plain box sends it: %j",
    (text) => {
      element.editor.insertString(text);
      expect(toBody(element.value)).toBe(textToHTML(text).replaceAll("&quot;", '"').replaceAll("&#39;", "'"));
    },
  );

  it("has no empty lines at its ends", () => {
    expect(toBody("<div><br><br>a<br><br></div><div><br></div>")).toBe("a");
    expect(toBody("<blockquote>a</blockquote><div><br></div>")).toBe("<blockquote>a</blockquote>");
    expect(isBlank(toBody("<div><br></div>"))).toBe(true);
    expect(isBlank(toBody("<div>&nbsp; </div>"))).toBe(true);
    expect(isBlank(MENTION)).toBe(false);
  });

  it("calls somebody in one piece", () => {
    element.editor.insertString("hi ");
    const mention = newMention("abcdefghijklmno", 'Ada "A" Moreno');
    if (mention) element.editor.insertAttachment(mention);
    expect(toBody(element.value)).toBe(`hi ${MENTION}`);
    // Once to choose it, once to take it away.
    element.editor.deleteInDirection("backward");
    element.editor.deleteInDirection("backward");
    expect(toBody(element.value)).toBe("hi");
  });

  it("is never more than the server would store", () => {
    expect(toBody('<div onclick="x()"><script>1</script>a<img src=x onerror="y()"></div>')).not.toMatch(
      /[<](script|img)|on/,
    );
    expect(toBody('<div><a href="javascript:x()">a</a></div>')).toBe("a");
    expect(toBody('<span class="mention" data-user="&quot;><img>">@x</span>')).toBe("@x");
    expect(toBody('<pre language="&quot;><img>">x</pre>')).toBe("<pre>x</pre>");
  });
});
