// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from "vitest";
import { isOutdated } from "./own-build.ts";

const page = (script: string) =>
  `<!doctype html><script src="/theme.js"></script><script type="module" crossorigin src="${script}"></script>`;

function answers(body: string, status = 200) {
  vi.stubGlobal("fetch", async () => new Response(body, { status }));
}

beforeEach(() => {
  document.head.innerHTML = page("/assets/index-a1.js");
});

it.each([
  ["the same script", page("/assets/index-a1.js"), false],
  ["another script", page("/assets/index-b2.js"), true],
  ["something that is not our page", "<h1>Log in to the network</h1>", false],
])("is outdated or not by what the server brings: %s", async (_, body, outdated) => {
  answers(body);
  expect(await isOutdated()).toBe(outdated);
});

it("does not know while the server fails", async () => {
  answers("", 502);
  await expect(isOutdated()).rejects.toThrow("502");
});
