import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Camp } from "./camp.ts";

let camp: Camp;
beforeAll(async () => {
  camp = await Camp.begin();
});
afterAll(() => camp.end());

async function description(): Promise<Record<string, unknown>> {
  return (await fetch(`${camp.url}/api/chat/openapi.json`)).json();
}

it("the description is a valid OpenAPI 3.1 document", async () => {
  const document = await description();
  const result = await new Validator().validate(document);
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  expect(document.openapi).toBe("3.1.0");
});

it("a document with a mistake is not valid", async () => {
  const document = await description();
  document.paths = { "/up": { get: { responses: { 200: {} } } } };
  expect((await new Validator().validate(document)).valid).toBe(false);
});

it("every reference leads somewhere", async () => {
  const document = await description();
  const names = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g) ?? [];
  const components = document.components as { schemas: Record<string, unknown> };
  expect(names.length).toBeGreaterThan(50);
  for (const name of names) expect(components.schemas).toHaveProperty([name.split("/").at(-1) ?? ""]);
});
