// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import { Suspense } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { coming } from "../lib/coming.ts";
import { PageComing } from "./page-coming.tsx";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("asks for the code of a page until it comes, and says so meanwhile", async () => {
  let tries = 0;
  const Page = coming(async () => {
    tries += 1;
    if (tries < 8) throw new TypeError("Failed to fetch dynamically imported module");
    return { default: () => <h1>Here it is</h1> };
  });
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  await act(async () => {
    render(
      <Suspense fallback={<PageComing />}>
        <Page />
      </Suspense>,
    );
  });
  expect(screen.queryByRole("alert")).toBeNull();
  await pass(2_600);
  expect(screen.getByRole("alert").textContent).toContain("This page hasn't come yet");
  expect(screen.getByRole("link", { name: "Go Back" }).getAttribute("href")).toBe("/");
  expect(screen.getByRole("button", { name: "Reload" })).toBeTruthy();
  await pass(90_000);
  expect(screen.getByRole("heading", { name: "Here it is" })).toBeTruthy();
  expect(tries).toBe(8);
});
