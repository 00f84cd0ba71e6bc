import { beforeAll, describe, expect, it } from "vitest";
import { highlighted, loadHighlighter } from "./highlight.ts";

const RUBY = 'def deliver(message)\n  return unless response.code == "200" # quiet\nend';

describe("highlight", () => {
  it("knows nothing before its languages are there", () => {
    expect(highlighted(RUBY, "")).toBeUndefined();
  });

  describe("with its languages", () => {
    beforeAll(loadHighlighter);

    it("guesses, and keeps every character", () => {
      const html = highlighted(RUBY, "") ?? "";
      expect(html).toContain('<span class="code__keyword">def</span>');
      expect(html.replace(/<[^>]*>/g, "").replaceAll("&quot;", '"')).toBe(RUBY);
    });

    it.each([
      "bash",
      "css",
      "diff",
      "go",
      "java",
      "javascript",
      "json",
      "python",
      "ruby",
      "rust",
      "sql",
      "xml",
    ])("knows %s when it is named", (language) => expect(highlighted("x", language)).not.toBeNull());

    it("leaves a language that it does not know, prose, and what is too long to guess", () => {
      expect(highlighted("main = putStrLn x", "haskell")).toBeNull();
      expect(highlighted("Bring the pot, and two spoons.", "")).toBeNull();
      expect(highlighted("if x:\n  return 1\n".repeat(400), "")).toBeNull();
      expect(highlighted("if x:\n  return 1\n".repeat(400), "python")).toContain("code__keyword");
    });

    it("never lets markup through", () => {
      const html = highlighted("<img src=x onerror=alert(1)><script>1</script>", "xml") ?? "";
      expect(html).not.toMatch(/<(?!\/?span)/);
      expect(html).toContain("&lt;");
    });
  });
});
