// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { user } from "../../models/cast.ts";
import { AccessList } from "./access-list.tsx";

const NAMES = ["Ada Moreno", "Zoë Ångström", "Jean-Luc O'Hara"];
const many = [...NAMES, ...Array.from({ length: 18 }, (_, index) => `Person ${index}`)].map((name) =>
  user(name, name),
);

function show(people = many, members = new Set<string>(), first = members) {
  const onChange = vi.fn();
  const list = (now: ReadonlySet<string>) => (
    <AccessList people={people} members={now} first={first} locked="" onChange={onChange} />
  );
  const { rerender, container } = render(list(members));
  const names = () => [...container.querySelectorAll(".access__name")].map((name) => name.textContent);
  return { onChange, names, become: (now: ReadonlySet<string>) => rerender(list(now)) };
}

it("offers a filter from 21 people on, not before", () => {
  show(many.slice(0, 20));
  expect(screen.queryByRole("searchbox", { name: "Filter…" })).toBeNull();
  show();
  expect(screen.getByRole("searchbox", { name: "Filter…" })).toBeTruthy();
});

it.each([
  ["moreno ad", "Ada Moreno"],
  ["angstrom", "Zoë Ångström"],
  ["o'hara", "Jean-Luc O'Hara"],
  ["jloh", "Jean-Luc O'Hara"],
])("finds by %s", async (query, name) => {
  const { names } = show();
  await userEvent.type(screen.getByRole("searchbox"), query);
  expect(names()).toEqual([name]);
});

it("says when nobody is called so", async () => {
  const { names } = show();
  await userEvent.type(screen.getByRole("searchbox"), 'x"');
  expect(names()).toEqual([]);
  expect(screen.getByText("Nobody by that name")).toBeTruthy();
});

it("lists first who was in, and moves nobody while switches move", async () => {
  const people = ["ada", "bo", "cy"].map((id) => user(id, id));
  const { names, onChange, become } = show(people, new Set(["cy"]));
  expect(names()).toEqual(["cy", "ada", "bo"]);
  await userEvent.click(screen.getByRole("checkbox", { name: "Give ada access to this room" }));
  expect(onChange).toHaveBeenCalledWith("ada", true);
  become(new Set(["ada"]));
  expect(names()).toEqual(["cy", "ada", "bo"]);
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: /ada/ }).checked).toBe(true);
});
