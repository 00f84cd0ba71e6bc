import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the colours of a theme can do wrong; everything else is the same in both. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** Half-faded colours are nobody's contrast: waits until nothing moves, and lets axe look. */
export async function expectNoBarriers(page: Page, where: string): Promise<void> {
  await page.evaluate(AXE);
  const { violations, passes } = await look(page);
  expect(named(violations), where).toEqual([]);
  expect(passes.length, where).toBeGreaterThan(5);
}

/** The page as it is in both themes, without loading it again. */
export async function expectNoBarriersInEither(page: Page, where: string): Promise<void> {
  await expectNoBarriers(page, where);
  const light = await ink(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => ink(page), { message: where }).not.toBe(light);
  const { violations, passes, incomplete } = await look(page, COLOURS);
  await page.emulateMedia({ colorScheme: "light" });
  expect(named(violations), `${where}, in the dark`).toEqual([]);
  expect(passes.length + incomplete.length, where).toBeGreaterThan(0);
}

async function look(page: Page, rules?: string[]): Promise<AxeResults> {
  await page.waitForFunction(() => document.getAnimations().length === 0);
  return page.evaluate(
    (rules) =>
      (window as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(
        rules ? { runOnly: rules } : {},
      ),
    rules,
  );
}

function named(violations: AxeResults["violations"]): string[] {
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}

function ink(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).color);
}
