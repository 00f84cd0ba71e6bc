// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import { SOUNDS } from "../../models/sound-catalogue.ts";
import { SoundPicker } from "./sound-picker.tsx";

const onPick = vi.fn();
const onClose = vi.fn();
const played: string[] = [];
const paused = vi.fn();

beforeEach(() => {
  onPick.mockReset();
  onClose.mockReset();
  paused.mockReset();
  played.length = 0;
  vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(function (this: HTMLMediaElement) {
    paused();
    this.dispatchEvent(new Event("pause"));
  });
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(async function (this: HTMLMediaElement) {
    played.push(this.src);
  });
  render(<SoundPicker onPick={onPick} onClose={onClose} />);
});

it("offers every sound, and a click sends one", async () => {
  expect(screen.getAllByRole("button", { name: /^Play / })).toHaveLength(SOUNDS.length);
  await userEvent.click(screen.getByRole("button", { name: "Play trombone" }));
  expect(onPick).toHaveBeenCalledExactlyOnceWith("trombone");
  expect(played).toEqual([]);
});

it("lets one listen first, to one at a time, and is silent when it goes", async () => {
  await userEvent.click(screen.getByRole("button", { name: "Listen to bell" }));
  await userEvent.click(screen.getByRole("button", { name: "Listen to owl" }));
  expect(played).toEqual([
    expect.stringContaining("/sounds/bell.mp3"),
    expect.stringContaining("/sounds/owl.mp3"),
  ]);
  expect(paused).toHaveBeenCalledTimes(1);
  const owl = screen.getByRole("button", { name: "Listen to owl" });
  expect(owl.getAttribute("aria-pressed")).toBe("true");
  expect(screen.getAllByRole("button", { pressed: true })).toHaveLength(1);
  await userEvent.click(owl);
  expect(paused).toHaveBeenCalledTimes(2);
  expect(owl.getAttribute("aria-pressed")).toBe("false");
  expect(onPick).not.toHaveBeenCalled();
});

it("filters by name and by what it shows, and Enter sends the first", async () => {
  await userEvent.keyboard("cricket");
  expect(screen.getAllByRole("button", { name: /^Play / })).toHaveLength(1);
  await userEvent.clear(screen.getByRole("searchbox", { name: "Filter sounds" }));
  await userEvent.keyboard("fanfare{Enter}");
  expect(onPick).toHaveBeenCalledExactlyOnceWith("tada");
});

it("says when there is none, and Enter sends nothing then", async () => {
  await userEvent.keyboard("zzz{Enter}");
  expect(screen.getByRole("status").textContent).toBe("No sound is called that.");
  expect(onPick).not.toHaveBeenCalled();
});

it("is walked with the arrows: down to the next sound, across to listen", async () => {
  const named = () => document.activeElement?.getAttribute("aria-label");
  await userEvent.keyboard("{ArrowDown}");
  expect(named()).toBe("Play 56k");
  await userEvent.keyboard("{ArrowDown}{ArrowRight}");
  expect(named()).toBe("Listen to ballmer");
  await userEvent.keyboard("{ArrowLeft}{Enter}");
  expect(onPick).toHaveBeenCalledExactlyOnceWith("ballmer");
  await userEvent.keyboard("{Escape}");
  expect(onClose).toHaveBeenCalledOnce();
});

it("can be used by those who do not see it", async () => {
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(violations).toEqual([]);
});
