// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { decorate } from "./decorate.ts";

const HERE = "https://chat.example.com";
const AWAY = 'target="_blank" rel="nofollow noopener noreferrer"';

function html(body: string): string {
  return decorate(body, HERE).html;
}

describe("decorate", () => {
  it.each([
    ["see https://a.example/x?y=1.", "https://a.example/x?y=1", "."],
    ["(at https://a.example/b_(c))", "https://a.example/b_(c)", ")"],
    ["www.a.example!", "www.a.example", "!"],
  ])("links the address in %s without the sentence around it", (body, address, rest) => {
    const href = address.startsWith("www.") ? `https://${address}` : address;
    expect(html(body)).toContain(`<a href="${href}" ${AWAY}>${address}</a>${rest}`);
  });

  it("links mail addresses, which lead nowhere on the web", () => {
    const found = decorate("ask ada.m+x@a.example.", HERE);
    expect(found.html).toContain('<a href="mailto:ada.m+x@a.example"');
    expect(found.links).toEqual([]);
  });

  it("leaves links and code alone", () => {
    expect(html("<code>https://a.example</code>")).toBe("<code>https://a.example</code>");
    expect(html("<pre>a@b.example</pre>")).toBe("<pre>a@b.example</pre>");
    expect(html(`<a href="https://a.example/">https://b.example</a>`)).toContain(">https://b.example</a>");
  });

  it("opens our own pages here, everything else beside us, and says what is elsewhere", () => {
    const found = decorate(
      `<a href="${HERE}/rooms/1/@2" target="_blank" rel="nofollow">#</a> <a href="https://a.example/">a</a>`,
      HERE,
    );
    expect(found.html).toBe(`<a href="${HERE}/rooms/1/@2">#</a> <a href="https://a.example/" ${AWAY}>a</a>`);
    expect(found.links).toEqual(["https://a.example/"]);
  });

  it("cannot be talked into markup", () => {
    expect(html("https://a.example/&lt;img/onerror&gt;")).not.toContain("<img");
    expect(html("https://a.example/?q=&quot;onmouseover=alert(1)")).not.toMatch(/<a[^>]*onmouseover/);
  });

  it("gives a mention its face", () => {
    const found = html('<span class="mention" data-user="abc">@Ada Moreno</span> look');
    expect(found).toMatch(
      /<span class="mention"[^>]*><span class="avatar" aria-hidden="true"[^>]*>AM<\/span>@Ada/,
    );
  });
});
