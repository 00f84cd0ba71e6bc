// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { message, room, user } from "../../models/cast.ts";
import type { Hits } from "../../models/jump.ts";
import { RoomList } from "../../models/room-list.ts";
import { JumpDialog } from "./jump-dialog.tsx";

const users = new Map([user("david", "David Stone"), user("kevin", "Kevin May")].map((one) => [one.id, one]));

function show() {
  const list = new RoomList("david");
  list.replaceAll([
    room("attic", { name: "Attic" }),
    room("kitchen", { name: "Kitchen", unread: 3, head_rseq: 3 }),
  ]);
  const calls = { onGo: vi.fn(), onType: vi.fn(), onClose: vi.fn() };
  const dialog = (hits: Hits) => <JumpDialog list={list} users={users} hits={hits} {...calls} />;
  const { rerender } = render(dialog([]));
  const answer = (hits: Hits) => rerender(dialog(hits));
  return {
    answer,
    field: screen.getByRole("combobox", { name: "Go to a room, a person or a page" }),
    ...calls,
  };
}

const selected = () => screen.getAllByRole("option", { selected: true }).map((option) => option.textContent);

it("leads to the unread room on Enter alone", async () => {
  const { field, onGo } = show();
  expect(selected()).toEqual(["Kitchen33 unread messagesRoom"]);
  await userEvent.type(field, "{Enter}");
  expect(onGo.mock.lastCall?.[0]).toMatchObject({ path: "/rooms/kitchen" });
});

it("is walked by arrows, round at the ends, and starts anew with each letter", async () => {
  const { field, onGo } = show();
  await userEvent.type(field, "k{ArrowDown}");
  expect(selected()).toEqual(["Kevin MayStart a ping"]);
  expect(field.getAttribute("aria-activedescendant")).toBe(screen.getByRole("option", { selected: true }).id);
  await userEvent.type(field, "{ArrowDown}{ArrowDown}{ArrowUp}");
  expect(selected()).toEqual(["Search messages for “k”"]);
  await userEvent.type(field, "e");
  await userEvent.type(field, "{Enter}");
  expect(onGo.mock.lastCall?.[0]).toMatchObject({ user: "kevin" });
});

it("is pressed as well", async () => {
  const { onGo } = show();
  await userEvent.click(screen.getByRole("option", { name: /Attic/ }));
  expect(onGo.mock.lastCall?.[0]).toMatchObject({ path: "/rooms/attic" });
});

it("shows messages when they come, without moving what is chosen, and leads to them", async () => {
  const { field, onType, onGo, answer } = show();
  await userEvent.type(field, "k{ArrowUp}");
  expect(onType).toHaveBeenLastCalledWith("k");
  expect(selected()).toEqual(["Search messages for “k”"]);
  const attic = { id: "attic", kind: "open" as const, name: "Attic" };
  const said = message(7, { room: "attic", author: "kevin" });
  answer([{ message: said, room: attic, snippet: "a &lt;b&gt; <mark>k</mark>ey" }]);
  expect(selected()).toEqual(["Search messages for “k”"]);
  await userEvent.type(field, "{ArrowUp}");
  expect(selected()).toEqual(["a <b> keyKevin May · Attic"]);
  expect(screen.getByText("k", { selector: "mark" })).toBeTruthy();
  await userEvent.type(field, "{Enter}");
  expect(onGo.mock.lastCall?.[0]).toMatchObject({ kind: "message", path: "/rooms/attic/@7" });
});
