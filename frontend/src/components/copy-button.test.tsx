// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { CopyButton } from "./copy-button.tsx";

const byHand = vi.fn();
afterEach(() => Reflect.deleteProperty(document, "execCommand"));

async function press(works: boolean, onFailed?: () => void) {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new DOMException("", "NotAllowedError"));
  Object.assign(document, { execCommand: byHand.mockReturnValue(works) });
  render(<CopyButton label="Copy link" text="https://example.com" onFailed={onFailed} />);
  await user.click(screen.getByRole("button", { name: "Copy link" }));
}

it("copies the other way where the browser refuses the first", async () => {
  await press(true);
  expect(byHand).toHaveBeenCalledWith("copy");
  expect(screen.getByRole("status").textContent).toBe("Copied");
});

it("says so when neither way works", async () => {
  const failed = vi.fn();
  await press(false, failed);
  expect(screen.getByRole("status").textContent).toContain("didn't work");
  expect(failed).toHaveBeenCalledTimes(1);
});
