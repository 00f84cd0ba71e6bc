import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { Camp } from "./camp.ts";
import { differences, readExamples } from "./page.ts";
import { runExample } from "./run-example.ts";

const DOCS = resolve(import.meta.dirname, "../../docs");
const pages = ["api.md", ...readdirSync(resolve(DOCS, "api")).map((name) => `api/${name}`)];

/** What no SDK call can show, so that its page has curl only. */
const CURL_ONLY = ["api/health.md", "api/uploads.md"];

describe.each(pages)("docs/%s", (page) => {
  it("does what it says", async () => {
    const examples = await readExamples(resolve(DOCS, page));
    const languages = new Set(examples.map((example) => example.language));
    expect(languages).toContain("sh");
    if (!CURL_ONLY.includes(page)) expect(languages).toContain("js");
    const camp = await Camp.begin();
    try {
      for (const example of examples) {
        const where = `${page}:${example.line}`;
        const output = await runExample(example, camp).catch((failed: Error) => {
          throw new Error(`${where} ${failed.message}`, { cause: failed });
        });
        if (example.answer === undefined) continue;
        expect(differences(example.answer, JSON.parse(output)), `${where} answers ${output}`).toEqual([]);
      }
    } finally {
      await camp.end();
    }
  });
});

it("there is a page for every group of calls", async () => {
  const camp = await Camp.begin();
  const description = await (await fetch(`${camp.url}/api/chat/openapi.json`)).json();
  await camp.end();
  expect(description.tags.length).toBeGreaterThan(10);
  for (const { description: page } of description.tags)
    expect(pages.map((name) => `docs/${name}`)).toContain(page);
});

it("an answer that lacks a key, or has another type, is not the one on the page", () => {
  expect(differences({ a: [{ b: 1 }] }, { a: [{ b: 2, c: 3 }], d: 4 })).toEqual([]);
  expect(differences({ a: [{ b: 1 }] }, { a: [{ c: 2 }] })).toEqual(["answer.a[0].b is missing"]);
  expect(differences({ a: 1 }, { a: "1" })).toEqual(["answer.a is string, shown is number"]);
  expect(differences({ a: [1] }, { a: [] })).toEqual(["answer.a is empty"]);
});
