// @vitest-environment jsdom
import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { TransferLink } from "./transfer-link.tsx";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-25T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

const made = {
  url: "https://chat.example.com/session/transfers/one",
  expires: "2026-11-25 12:05:00.000Z",
  seconds: 299,
};
const box = () => screen.getByRole<HTMLInputElement>("textbox");
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

it("makes a link when somebody wants one, counts it down, and takes it away when it is over", async () => {
  const make = vi.fn(async () => made);
  render(<TransferLink whose="mine" make={make} onFailed={() => {}} />);
  await pass(1_000);
  expect(make).not.toHaveBeenCalled();
  expect(box().value).toBe("");

  const again = screen.getByRole("button", { name: "Make a new auto-login link" });
  fireEvent.click(again);
  fireEvent.click(again);
  await pass(0);
  expect(make, "two presses in one breath are one wish").toHaveBeenCalledOnce();
  expect(box().value).toBe(made.url);
  await pass(60_000);
  expect(screen.getByRole("timer").textContent).toBe("Works once, for another 3:59");
  await pass(240_000);
  expect(box().value).toBe("");
  expect(screen.getByText("This link has expired. Make a new one.")).toBeTruthy();
});

it("copies the link that is there, and makes one only when there is none", async () => {
  const writeText = vi.fn(async (_: string) => {});
  Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
  const make = vi.fn(async () => made);
  render(<TransferLink whose="theirs" make={make} onFailed={() => {}} />);
  for (let press = 0; press < 2; press++) {
    fireEvent.click(screen.getByRole("button", { name: "Copy auto-login link" }));
    await pass(0);
  }
  expect(writeText.mock.calls).toEqual([[made.url], [made.url]]);
  expect(make).toHaveBeenCalledOnce();
});

it("says why no link could be made", async () => {
  const onFailed = vi.fn();
  const make = () => Promise.reject(new Error("No."));
  render(<TransferLink whose="mine" make={make} onFailed={onFailed} />);
  fireEvent.click(screen.getByRole("button", { name: "Show auto-login QR code" }));
  await pass(0);
  expect(onFailed).toHaveBeenCalledWith(expect.objectContaining({ message: "No." }));
});

it.each([-12, 12])("lives as long on a machine whose clock is %i hours off (E11)", async (hours) => {
  vi.setSystemTime(Date.now() + hours * 3_600_000);
  render(<TransferLink whose="mine" make={async () => made} onFailed={() => {}} />);
  fireEvent.click(screen.getByRole("button", { name: "Make a new auto-login link" }));
  await pass(0);
  expect(screen.getByRole("timer").textContent).toBe("Works once, for another 4:59");
  await pass(300_000);
  expect(box().value).toBe("");
});
