// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { message, room, user } from "../../models/cast.ts";
import { RoomList } from "../../models/room-list.ts";
import { Sidebar } from "./sidebar.tsx";

const users = new Map(
  [user("david", "David Stone"), user("jason", "Jason Fry"), user("kevin", "Kevin May")].map((one) => [
    one.id,
    one,
  ]),
);

function show(current: string | null = null) {
  const list = new RoomList("david");
  list.replaceAll([
    room("watercooler", { name: "Watercooler" }),
    room("designers", { name: "Designers" }),
    room("ping", { kind: "direct", name: "", members: ["david", "jason"] }),
  ]);
  const onStartPing = vi.fn();
  render(<Sidebar list={list} users={users} current={current} onStartPing={onStartPing} foot="me" />);
  return { list, onStartPing };
}

describe("Sidebar", () => {
  it("lists pings and rooms by their names, the current one marked", () => {
    show("watercooler");
    const named = ["New Ping", "Ping with Jason", "Designers", "Watercooler"].map((name) =>
      screen.getByRole("link", { name }),
    );
    expect(screen.getAllByRole("link")).toEqual(named);
    expect(screen.getByRole("link", { name: "Watercooler" }).getAttribute("aria-current")).toBe("page");
  });

  it("shows what goes unread, in the list and on the menu button", () => {
    const { list } = show("watercooler");
    const menu = screen.getByRole("button", { name: "Open menu" });
    expect(menu.querySelector(".sidebar__dot")).toBeNull();
    act(() => list.messageCreated(message(1, { room: "designers" })));
    expect(screen.getByRole("link", { name: "Designers" }).className).toContain("unread");
    expect(screen.getByRole("link", { name: "Watercooler" }).className).not.toContain("unread");
    expect(menu.querySelector(".sidebar__dot")).not.toBeNull();
  });

  it("offers a ping with people I have none with", async () => {
    const { onStartPing } = show();
    expect(screen.queryByRole("button", { name: "Start a ping with Jason" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Start a ping with Kevin" }));
    expect(onStartPing).toHaveBeenCalledWith("kevin");
  });

  it("opens and closes on a small screen, by the button and by Escape", async () => {
    show();
    const menu = screen.getByRole("button", { name: "Open menu" });
    await userEvent.click(menu);
    expect(menu.getAttribute("aria-expanded")).toBe("true");
    await userEvent.keyboard("{Escape}");
    expect(menu.getAttribute("aria-expanded")).toBe("false");
  });
});
