// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { RoomForm as Form } from "../../lib/api/rooms.ts";
import { user } from "../../models/cast.ts";
import { RoomForm } from "./room-form.tsx";

const people = [user("david", "David Stone"), user("jason", "Jason Fry"), user("kevin", "Kevin May")];
const OPEN: Form = { name: "Watercooler", kind: "open", members: ["david"] };

const press = (role: string, name: string) => userEvent.click(screen.getByRole(role, { name }));

it("saves an open room as it is, with its name trimmed", async () => {
  const onSave = vi.fn(async (_: Form) => {});
  render(<RoomForm initial={OPEN} people={people} locked="david" onSave={onSave} />);
  expect(screen.queryByRole("checkbox", { name: "Give Kevin May access to this room" })).toBeNull();
  await userEvent.type(screen.getByRole("textbox", { name: "Name this room" }), " two ");
  await press("button", "Save");
  expect(onSave).toHaveBeenCalledWith({ name: "Watercooler two", kind: "open", members: ["david"] });
});

it("closes a room to some, me among them in any case, and keeps the typed name", async () => {
  const onSave = vi.fn(async (_: Form) => {});
  render(<RoomForm initial={{ ...OPEN, members: [] }} people={people} locked="david" onSave={onSave} />);
  await userEvent.type(screen.getByRole("textbox", { name: "Name this room" }), "!");
  await press("checkbox", "Give only some access to this room");
  const mine = screen.getByRole<HTMLInputElement>("checkbox", {
    name: "Give David Stone access to this room",
  });
  expect([mine.checked, mine.disabled]).toEqual([true, true]);
  await press("checkbox", "Give Kevin May access to this room");
  await press("checkbox", "Give Jason Fry access to this room");
  await press("checkbox", "Give Kevin May access to this room");
  expect(screen.getByRole("checkbox", { name: "Give everyone access to this room" })).toBeTruthy();
  await press("button", "Save");
  expect(onSave).toHaveBeenCalledWith({ name: "Watercooler!", kind: "closed", members: ["david", "jason"] });
});

it("says why it was refused, keeps what was typed and can be sent again", async () => {
  const onSave = vi.fn((_: Form) => Promise.reject(new Error("Only administrators can make rooms.")));
  render(<RoomForm initial={OPEN} people={people} locked="david" onSave={onSave} />);
  const name = screen.getByRole<HTMLInputElement>("textbox", { name: "Name this room" });
  await userEvent.type(name, "!");
  await press("button", "Save");
  expect((await screen.findByRole("alert")).textContent).toContain("Only administrators can make rooms.");
  expect(name.value).toBe("Watercooler!");
  await press("button", "Save");
  expect(onSave).toHaveBeenCalledTimes(2);
});

it("shows to those who may not change it only who is in", () => {
  const closed: Form = { name: "Night shift", kind: "closed", members: ["david", "kevin"] };
  render(<RoomForm initial={closed} people={people} locked="kevin" />);
  expect(screen.getByRole("heading", { name: "Night shift" })).toBeTruthy();
  expect(screen.getByText("David Stone")).toBeTruthy();
  expect(screen.queryByText("Jason Fry")).toBeNull();
  expect(screen.queryByRole("checkbox")).toBeNull();
  expect(screen.queryByRole("button")).toBeNull();
});
