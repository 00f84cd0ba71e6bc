// @vitest-environment jsdom
import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { ServerError } from "../../lib/server-error.ts";
import { CodeForm, RESEND_SECONDS } from "./code-form.tsx";

afterEach(() => vi.useRealTimers());

const again = () => screen.getByRole<HTMLButtonElement>("button", { name: /Send another code/ });

it("sends another letter only after a while, says so, and counts anew", async () => {
  vi.useFakeTimers();
  const onAgain = vi.fn(async () => {});
  render(<CodeForm email="ada@example.com" onCode={async () => {}} onAgain={onAgain} />);
  expect(screen.getByRole("status").textContent).toContain("If ada@example.com belongs to somebody here");
  expect([again().disabled, again().textContent]).toEqual([true, "Send another code in 30 s"]);
  await act(() => vi.advanceTimersByTimeAsync(10_000));
  expect(again().textContent).toContain("in 20 s");
  await act(() => vi.advanceTimersByTimeAsync((RESEND_SECONDS - 10) * 1_000));
  expect([again().disabled, again().textContent]).toEqual([false, "Send another code"]);
  await act(async () => fireEvent.click(again()));
  expect(onAgain).toHaveBeenCalledTimes(1);
  expect(screen.getByRole("status").textContent).toContain("Type that one");
  expect(again().disabled).toBe(true);
});

it("says why no other letter comes, and lets one try again", async () => {
  vi.useFakeTimers();
  const onAgain = () => Promise.reject(new ServerError(429, "rate_limited", "No.", { retryAfter: 45 }));
  render(<CodeForm email="ada@example.com" onCode={async () => {}} onAgain={onAgain} />);
  await act(() => vi.advanceTimersByTimeAsync(RESEND_SECONDS * 1_000));
  await act(async () => fireEvent.click(again()));
  expect(screen.getByRole("alert").textContent).toContain("Try again in 45 seconds.");
  expect(again().disabled).toBe(false);
});

it("takes a code as people type it, and no words", async () => {
  const onCode = vi.fn(async () => {});
  render(<CodeForm email="ada@example.com" onCode={onCode} onAgain={async () => {}} />);
  const field = screen.getByLabelText<HTMLInputElement>("Code from the letter");
  expect([field.autocomplete, field.inputMode]).toEqual(["one-time-code", "numeric"]);
  for (const [text, fits] of [
    ["12345678", true],
    ["1234 5678", true],
    [" 123456 ", true],
    ["12", false],
    ["code", false],
  ] as const) {
    fireEvent.change(field, { target: { value: text } });
    expect(field.validity.valid, text).toBe(fits);
  }
  fireEvent.change(field, { target: { value: "1234 5678" } });
  await act(async () => fireEvent.submit(field));
  expect(onCode).toHaveBeenCalledWith("1234 5678");
});
