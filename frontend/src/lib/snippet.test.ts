import { expect, it } from "vitest";
import { snippetParts } from "./snippet.ts";

it("reads the server's marks, and everything else as text", () => {
  const html = "…if <mark>a</mark> &lt; b &amp;&amp; &lt;mark&gt;no&lt;/mark&gt; &#34;<mark>c</mark>&#39;";
  expect(snippetParts(html)).toEqual([
    { text: "…if ", marked: false },
    { text: "a", marked: true },
    { text: ' < b && <mark>no</mark> "', marked: false },
    { text: "c", marked: true },
    { text: "'", marked: false },
  ]);
});

it("takes nothing apart twice, and nothing for markup that is none of ours", () => {
  expect(snippetParts("&amp;lt;b&amp;gt; <img src=x onerror=alert(1)>")).toEqual([
    { text: "&lt;b&gt; <img src=x onerror=alert(1)>", marked: false },
  ]);
  expect(snippetParts("")).toEqual([]);
});
