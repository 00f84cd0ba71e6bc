// @vitest-environment jsdom
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { FlagName, FlagSetting, FlagSettings } from "../../lib/api/account.ts";
import { ServerError } from "../../lib/server-error.ts";
import { FlagPanel } from "./flag-panel.tsx";

const off: FlagSetting = {
  value: false,
  origin: "default",
  default: false,
  environment: null,
  override: null,
};

function settings(version: number, change: Partial<Record<FlagName, FlagSetting>> = {}): FlagSettings {
  const all = {
    files_enabled: off,
    avatars_enabled: off,
    opengraph_enabled: off,
    max_file_size: {
      ...off,
      value: 5 * 1024 * 1024,
      default: 0,
      environment: 5 * 1024 * 1024,
      origin: "environment",
    },
    search_enabled: off,
    push_notifications: off,
    bot_integrations: off,
  } as const;
  return { version, settings: { ...all, ...change } };
}

const files = () => screen.getByText("Files").closest("li") as HTMLElement;

it("shows where a value comes from, and takes back only what was set here", async () => {
  const set = settings(4, { files_enabled: { ...off, value: true, origin: "override", override: true } });
  const change = vi.fn(async () => settings(5));
  render(<FlagPanel version={4} read={async () => set} change={change} />);
  expect(await screen.findByText("set here")).toBeTruthy();
  expect(screen.getAllByRole("button").map((button) => button.title)).toEqual([
    "Files: use the default again",
  ]);
  await userEvent.click(screen.getByRole("button"));
  expect(change).toHaveBeenCalledWith(4, "files_enabled", null);
  await within(files()).findByText("default");
});

it("sends a size when its field is left, and not when nothing was typed", async () => {
  const change = vi.fn(async () => settings(2));
  render(<FlagPanel version={1} read={async () => settings(1)} change={change} />);
  const size = await screen.findByRole<HTMLInputElement>("spinbutton", { name: "Largest file" });
  await expect.poll(() => size.value).toBe("5");
  await userEvent.click(size);
  await userEvent.tab();
  expect(change).not.toHaveBeenCalled();
  await userEvent.clear(size);
  await userEvent.type(size, "2.5{Enter}");
  expect(change).toHaveBeenCalledWith(1, "max_file_size", 2.5 * 1024 * 1024);
});

it("says that somebody else was faster, and shows what they did", async () => {
  const theirs = settings(2, { files_enabled: { ...off, value: true, origin: "override", override: true } });
  const read = vi.fn(async () => settings(1));
  const change = vi.fn(() => Promise.reject(new ServerError(409, "conflict", "Conflict.")));
  render(<FlagPanel version={1} read={read} change={change} />);
  const toggle = await screen.findByRole<HTMLInputElement>("checkbox", { name: "Files" });
  read.mockResolvedValue(theirs);
  await userEvent.click(toggle);
  expect((await screen.findByRole("alert")).textContent).toContain("Somebody else changed this");
  expect(await within(files()).findByText("set here")).toBeTruthy();
  expect(toggle.checked).toBe(true);
});
