// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, it, vi } from "vitest";
import { EmojiPicker } from "./emoji-picker.tsx";

const onPick = vi.fn();
const onClose = vi.fn();

beforeEach(async () => {
  vi.clearAllMocks();
  localStorage.clear();
});

async function show() {
  const { unmount } = render(<EmojiPicker onPick={onPick} onClose={onClose} />);
  await screen.findByRole("button", { name: "grinning face" });
  return unmount;
}

it("finds by typing, and Enter takes the first", async () => {
  await show();
  await userEvent.keyboard("tada{Enter}");
  expect(onPick).toHaveBeenCalledExactlyOnceWith("🎉");
});

it("is walked by arrows, eight in a row", async () => {
  await show();
  await userEvent.keyboard("smile");
  const found = screen.getAllByRole("button").filter((one) => one.className === "emoji__one");
  expect(found.length).toBeGreaterThan(10);
  await userEvent.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(found[0]);
  await userEvent.keyboard("{ArrowDown}{ArrowRight}");
  expect(document.activeElement).toBe(found[9]);
  await userEvent.keyboard("{Enter}");
  expect(onPick).toHaveBeenCalledExactlyOnceWith(found[9]?.textContent);
});

it("offers first what was picked last", async () => {
  const unmount = await show();
  await userEvent.click(screen.getByRole("button", { name: "Food and drink" }));
  await userEvent.click(screen.getByRole("button", { name: "pizza" }));
  unmount();
  await show();
  expect(screen.getByRole("heading", { name: "Used lately" }).nextElementSibling?.textContent).toBe("🍕");
});

it("remembers the tone of skin", async () => {
  await show();
  await userEvent.click(screen.getByRole("button", { name: "Skin tone: none" }));
  await userEvent.type(screen.getByRole("searchbox"), "waving hand{Enter}");
  expect(onPick).toHaveBeenCalledWith("👋🏻");
  expect(screen.getByRole("button", { name: "Skin tone: light" })).toBeTruthy();
});

it("says so when nothing is found, and goes on Escape", async () => {
  await show();
  await userEvent.keyboard("xyzzy{Enter}");
  expect(onPick).not.toHaveBeenCalled();
  expect(screen.getByRole("status").textContent).toBe("No emoji is called that.");
  await userEvent.keyboard("{Escape}");
  expect(onClose).toHaveBeenCalledTimes(1);
});

it("has nothing that axe objects to", async () => {
  await show();
  await userEvent.keyboard("cat");
  const { violations } = await axe.run(screen.getByRole("dialog"));
  expect(violations.map(({ id }) => id)).toEqual([]);
});
