// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ALL_OFF } from "../lib/flags.ts";
import { router } from "../lib/router.ts";
import { Value } from "../lib/value.ts";
import { message, room, user } from "../models/cast.ts";
import type { Desk } from "../models/desk.ts";
import { People } from "../models/people.ts";
import { RoomList } from "../models/room-list.ts";
import { MemberKeys } from "./member-keys.tsx";

const CTRL_K = { key: "k", ctrlKey: true };
const onPing = vi.fn();
const remember = vi.fn();
const call = vi.fn();

beforeEach(() => {
  const rooms = new RoomList("david");
  rooms.replaceAll([room("attic", { name: "Attic" }), room("kitchen", { name: "Kitchen" })]);
  const people = new People("david");
  people.replaceAll([user("david", "David Stone"), user("kevin", "Kevin May")]);
  const flags = new Value({ ...ALL_OFF, search_enabled: true });
  const recents = { remember };
  const server = { call };
  render(
    <>
      <div contentEditable suppressContentEditableWarning>
        Words with a link
      </div>
      <input aria-label="Anything" />
      <MemberKeys
        desk={{ chat: { rooms, people, flags }, server, recents } as unknown as Desk}
        room="attic"
        onPing={onPing}
      />
    </>,
  );
});

const jump = () => screen.queryByRole("combobox", { name: "Go to a room, a person or a page" });
const map = () => screen.queryByRole("dialog", { name: "Keyboard shortcuts" });
/** False when somebody took it. */
const press = (where: Element, keys: object) => fireEvent.keyDown(where, keys);

describe("MemberKeys", () => {
  it("takes Ctrl+K also out of an editor, unless something is selected there to become a link", () => {
    const editor = screen.getByText("Words with a link");
    const heard = vi.fn();
    editor.addEventListener("keydown", heard);
    window.getSelection()?.selectAllChildren(editor);
    expect(press(editor, CTRL_K)).toBe(true);
    expect([jump(), heard.mock.calls.length]).toEqual([null, 1]);
    window.getSelection()?.collapseToStart();
    expect(press(editor, CTRL_K)).toBe(false);
    expect([jump() !== null, heard.mock.calls.length]).toEqual([true, 1]);
    press(jump() ?? editor, CTRL_K);
    expect(jump()).toBeNull();
  });

  it("shows the keys on ? where no letter is typed", () => {
    press(screen.getByRole("textbox", { name: "Anything" }), { key: "?", shiftKey: true });
    expect(map()).toBeNull();
    press(document.body, { key: "?", shiftKey: true });
    expect(map()).not.toBeNull();
    press(document.body, CTRL_K);
    expect(jump()).toBeNull();
  });

  it("walks the rooms, and begins a ping with whom one chose", () => {
    const go = vi.spyOn(router, "go").mockReturnValue();
    press(document.body, { key: "ArrowDown", altKey: true });
    expect(go).toHaveBeenLastCalledWith("/rooms/kitchen");
    press(document.body, CTRL_K);
    const field = jump() ?? document.body;
    fireEvent.change(field, { target: { value: "kev" } });
    press(field, { key: "Enter" });
    expect(onPing).toHaveBeenCalledWith("kevin");
    expect(jump()).toBeNull();
  });

  it("finds what was said while one types, and keeps the words of who goes there", async () => {
    const go = vi.spyOn(router, "go").mockReturnValue();
    const attic = { id: "attic", kind: "open", name: "Attic" };
    const result = { message: message(7, { room: "attic" }), room: attic, snippet: "the <mark>key</mark>" };
    call.mockResolvedValue({ results: [result], next: "", count: 1, many: false });
    press(document.body, CTRL_K);
    const field = jump() ?? document.body;
    fireEvent.change(field, { target: { value: "key" } });
    await screen.findByRole("option", { name: /the key/ });
    expect(call.mock.lastCall).toEqual(["GET", "/api/chat/search?q=key&limit=5"]);
    press(field, { key: "Enter" });
    expect(go).toHaveBeenLastCalledWith("/rooms/attic/@7");
    expect(remember).toHaveBeenCalledExactlyOnceWith("key");
  });
});
