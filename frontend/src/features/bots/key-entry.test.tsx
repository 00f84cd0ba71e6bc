// @vitest-environment jsdom
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { BotKey, KeyForm } from "../../lib/api/bots.ts";
import { KeyEntry } from "./key-entry.tsx";

const nothing = async () => {};

function show(more: Partial<BotKey>, onChange: (form: KeyForm) => Promise<void> = nothing) {
  const entry: BotKey = {
    id: "k1",
    name: "Archive",
    scopes: ["read"],
    rooms: [],
    tail: "aB3d",
    last_used: "",
    created: "2026-11-28 12:00:00.000Z",
    webhook: false,
    ...more,
  };
  const rooms = [
    { id: "r1", name: "All Talk" },
    { id: "r2", name: "Kitchen" },
  ];
  render(<KeyEntry entry={entry} rooms={rooms} onChange={onChange} onRotate={nothing} onRevoke={nothing} />);
}

const change = () => screen.getByRole("button", { name: "Change what Archive is for" });

it("says how a key ends, and nothing of one from before that was kept", () => {
  show({});
  expect(screen.getByText(/^ends in/).textContent).toMatch(/^ends in aB3d · made/);
});

it("says nothing of the end of an older key", () => {
  show({ tail: "" });
  expect(screen.getByText(/^made/)).toBeTruthy();
  expect(screen.queryByText(/ends in/)).toBeNull();
});

it("begins with what the key is for, and keeps the rooms that I am not told of until I say so", async () => {
  const changed = vi.fn(nothing);
  show({ rooms: ["r2", "unseen"] }, changed);
  await userEvent.click(change());
  const name = screen.getByRole<HTMLInputElement>("textbox", { name: "Name of the key" });
  expect(name.value).toBe("Archive");
  expect(document.activeElement).toBe(name);
  const checked = screen.getAllByRole<HTMLInputElement>("checkbox", { checked: true });
  expect(checked.map((box) => box.closest("label")?.textContent)).toEqual([
    "Read",
    "Kitchen",
    "a room that you are not in",
  ]);
  await userEvent.click(screen.getByRole("checkbox", { name: "All Talk" }));
  await userEvent.click(screen.getByRole("button", { name: "Save Archive" }));
  expect(changed).toHaveBeenLastCalledWith({
    name: "Archive",
    scopes: ["read"],
    rooms: ["r2", "unseen", "r1"],
  });
  expect(screen.queryByRole("textbox")).toBeNull();
  expect(document.activeElement).toBe(change());
  expect(screen.getByRole("status").textContent).toBe("Saved");

  await userEvent.click(change());
  await userEvent.click(screen.getByRole("checkbox", { name: "a room that you are not in" }));
  await userEvent.click(screen.getByRole("button", { name: "Save Archive" }));
  expect(changed).toHaveBeenLastCalledWith({ name: "Archive", scopes: ["read"], rooms: ["r2"] });
});

it("stays open with the reason when it is refused, and refuses a key that is for nothing itself", async () => {
  const refused = vi.fn(async () => {
    throw new Error("The bot must be in every room named.");
  });
  show({}, refused);
  await userEvent.click(change());
  const form = within(screen.getByRole("textbox").closest("form") as HTMLElement);
  await userEvent.click(form.getByRole("checkbox", { name: "Read" }));
  await userEvent.click(form.getByRole("button", { name: "Save Archive" }));
  await form.findByText("A key is for reading, for writing, or for both.");
  expect(refused).not.toHaveBeenCalled();
  await userEvent.click(form.getByRole("checkbox", { name: "Read" }));
  await userEvent.click(form.getByRole("button", { name: "Save Archive" }));
  await form.findByText("The bot must be in every room named.");
});
