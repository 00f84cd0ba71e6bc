// @vitest-environment jsdom
import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { User } from "../../lib/wire.ts";
import { user } from "../../models/cast.ts";
import { People } from "../../models/people.ts";
import { PeopleList } from "./people-list.tsx";

/** Every line draws one face, so the faces tell which lines were drawn. */
const drawn: string[] = [];
vi.mock("../../components/avatar.tsx", () => ({
  Avatar: ({ id }: { id: string }) => {
    drawn.push(id);
    return null;
  },
}));

const david = user("david", "David", "administrator");

function show(others: User[], me = david) {
  const people = new People(me.id);
  people.replaceAll([me, ...others]);
  const actions = {
    setRole: vi.fn(async () => {}),
    setStatus: vi.fn(async () => {}),
    unban: vi.fn(async () => {}),
  };
  const draw = () => <PeopleList users={people.getSnapshot()} me={me.id} actions={actions} />;
  const { rerender } = render(draw());
  people.subscribe(() => act(() => rerender(draw())));
  return { people, actions };
}

const row = (name: string) =>
  screen.getByRole("link", { name: new RegExp(`^${name}`) }).closest("li") as HTMLElement;

it("asks before somebody is removed, and before one gives up the crown", async () => {
  const asked = vi.spyOn(window, "confirm").mockReturnValue(false);
  const { actions } = show([user("jason", "Jason")]);
  await userEvent.click(screen.getByRole("button", { name: "Delete Jason" }));
  await userEvent.click(within(row("David")).getByRole("checkbox", { name: "Role: Administrator" }));
  expect(asked).toHaveBeenCalledTimes(2);
  expect([actions.setStatus, actions.setRole].map((call) => call.mock.calls.length)).toEqual([0, 0]);
  asked.mockReturnValue(true);
  await userEvent.click(screen.getByRole("button", { name: "Delete Jason" }));
  expect(actions.setStatus).toHaveBeenCalledWith(expect.objectContaining({ id: "jason" }), "deactivated");
  await userEvent.click(within(row("Jason")).getByRole("checkbox", { name: "Role: Member" }));
  expect(actions.setRole).toHaveBeenCalledWith(expect.objectContaining({ id: "jason" }), "administrator");
});

it("gives a banned person a way back and no crown", async () => {
  const { actions } = show([{ ...user("nora", "Nora"), status: "banned" }]);
  expect(within(row("Nora")).queryByRole("checkbox")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Remove ban from Nora" }));
  expect(actions.unban).toHaveBeenCalledOnce();
});

it("leaves a member only the way to their own settings", () => {
  show([david, { ...user("nora", "Nora"), status: "banned" }], user("jason", "Jason"));
  expect(screen.queryAllByRole("button")).toEqual([]);
  expect(screen.queryAllByRole("checkbox")).toEqual([]);
  expect(screen.queryByText("Nora")).toBeNull();
  expect(screen.getByRole("link", { name: "My settings" }).getAttribute("href")).toBe("/users/me/profile");
});

it("draws one line among five hundred when one person changes, and finds a name", async () => {
  const crowd = Array.from({ length: 500 }, (_, index) => user(`u${index}`, `Person ${index}`));
  const { people } = show(crowd);
  drawn.length = 0;
  people.update({ ...user("u250", "Person 250"), bio: "Cook" });
  await screen.findByTitle("Person 250 – Cook");
  expect(drawn).toEqual(["u250"]);

  await userEvent.type(screen.getByRole("searchbox", { name: "Filter people by name" }), "person 499");
  await expect.poll(() => screen.getAllByRole("listitem").length).toBe(1);
});
