// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { message, user } from "../../models/cast.ts";
import type { SearchSnapshot } from "../../models/search-snapshot.ts";
import { FilterChips } from "./filter-chips.tsx";
import { RecentList } from "./recent-list.tsx";
import { SearchForm } from "./search-form.tsx";
import { SearchResults } from "./search-results.tsx";
import { SearchState } from "./search-state.tsx";
import { enterResults } from "./walk.ts";

const users = new Map([user("david", "David Stone"), user("jason", "Jason Fry")].map((one) => [one.id, one]));
const SHOWN: SearchSnapshot = {
  text: "",
  asked: "tea",
  state: "found",
  results: [],
  count: 0,
  many: false,
  unknown: [],
  more: false,
  older: "idle",
  reason: "",
};

function Chips({ start, onPicked = () => {} }: { start: string; onPicked?: () => void }) {
  const [text, setText] = useState(start);
  const people = [{ id: "jason", name: "Jason Fry", value: "Jason Fry", face: true }];
  const rooms = [{ id: "watercooler", name: "Watercooler", value: "Watercooler", face: false }];
  return (
    <>
      <output>{text}</output>
      <FilterChips text={text} people={people} rooms={rooms} onChange={setText} onPicked={onPicked} />
    </>
  );
}

function text(): string {
  return screen.getAllByRole("status")[0]?.textContent ?? "";
}

describe("the filters", () => {
  it("write themselves into the query and out of it", async () => {
    render(<Chips start="tea" />);
    for (const name of ["Link", "Code", "Mention", "Sound", "Unread"])
      await userEvent.click(screen.getByRole("button", { name, pressed: false }));
    expect(text()).toBe("is:unread has:sound has:mention has:code has:link tea");
    for (const name of ["Link", "Code", "Mention", "Sound", "Unread"])
      await userEvent.click(screen.getByRole("button", { name, pressed: true }));
    expect(text()).toBe("tea");
  });

  it("offer people and rooms by name, to the keyboard as well", async () => {
    const onPicked = vi.fn();
    render(<Chips start="tea" onPicked={onPicked} />);
    await userEvent.click(screen.getByRole("button", { name: "From" }));
    await userEvent.keyboard("fry{Enter}");
    await userEvent.click(screen.getByRole("button", { name: "In" }));
    await userEvent.keyboard("{ArrowDown}{Enter}");
    expect(text()).toBe('in:Watercooler from:"Jason Fry" tea');
    expect(onPicked).toHaveBeenCalledTimes(2);
    await userEvent.click(screen.getByRole("button", { name: "From Jason Fry" }));
    expect(text()).toBe("in:Watercooler tea");
  });

  it("take a day when it is said to be done, and nothing on Escape", async () => {
    render(<Chips start="tea" />);
    await userEvent.click(screen.getByRole("button", { name: "Before" }));
    await userEvent.type(screen.getByLabelText("Before the day"), "2026-03-01");
    expect(text()).toBe("tea");
    await userEvent.click(screen.getByRole("button", { name: "Narrow to this" }));
    await userEvent.click(screen.getByRole("button", { name: "After" }));
    await userEvent.keyboard("{Escape}");
    expect(text()).toBe("before:2026-03-01 tea");
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "After" }));
  });
});

describe("the field", () => {
  it("has the names of the original, and clears itself on Escape", async () => {
    const on = { onType: vi.fn(), onSearch: vi.fn(), onEnter: vi.fn() };
    render(<SearchForm field={{ current: null }} text="tea" {...on} />);
    expect(screen.getByRole("link", { name: "Exit search" }).getAttribute("href")).toBe("/");
    screen.getByRole("searchbox", { name: "search" }).focus();
    await userEvent.keyboard("{ArrowUp}{Enter}{Escape}");
    expect(on.onEnter).toHaveBeenCalledOnce();
    expect(on.onSearch).toHaveBeenCalledOnce();
    expect(on.onType).toHaveBeenLastCalledWith("");
    await userEvent.click(screen.getByRole("button", { name: "Search" }));
    expect(on.onSearch).toHaveBeenCalledTimes(2);
    await userEvent.click(screen.getByRole("button", { name: "Clear search field" }));
    expect(on.onType).toHaveBeenCalledTimes(2);
  });
});

describe("the results", () => {
  const place = { scroll: 0, opened: null };
  const results = [3, 2, 1].map((seq) => ({
    message: message(seq),
    room: { id: `room${seq}`, kind: "open" as const, name: `Room ${seq}` },
    snippet: `more <mark>tea</mark> &lt;b&gt; ${seq}`,
  }));

  function show(opened: string | null = null) {
    const on = { onOlder: vi.fn(), onOpen: vi.fn(), onLeave: vi.fn() };
    const membersOf = () => [];
    const props = { results, shown: SHOWN, users, me: "david", membersOf, ...on };
    render(<SearchResults {...props} place={{ ...place, opened }} />);
    return on;
  }

  it("stand as in a room, the match marked, each a link to its place", () => {
    show();
    const links = screen.getAllByRole("link");
    expect(links.map((link) => link.getAttribute("href"))).toEqual([
      "/rooms/room1/@1",
      "/rooms/room2/@2",
      "/rooms/room3/@3",
    ]);
    expect(document.querySelectorAll("mark")).toHaveLength(3);
    expect(screen.getByText(/<b> 3/)).toBeDefined();
    expect(document.querySelector("b")).toBeNull();
  });

  it("are walked through by the arrow keys, from the newest up and back into the field", async () => {
    const { onLeave, onOpen } = show();
    enterResults(document);
    await userEvent.keyboard("{ArrowUp}");
    expect(document.activeElement).toBe(screen.getByRole("link", { name: "Room 2" }));
    await userEvent.keyboard("{ArrowUp}{ArrowUp}{ArrowDown}{ArrowDown}");
    expect(document.activeElement).toBe(screen.getByRole("link", { name: "Room 3" }));
    await userEvent.keyboard("{Enter}");
    expect(onOpen).toHaveBeenCalledExactlyOnceWith("m3");
    await userEvent.keyboard("{ArrowDown}");
    await userEvent.keyboard("{Escape}");
    expect(onLeave).toHaveBeenCalledTimes(2);
  });

  it("give the focus back to the one that was looked at", () => {
    show("m2");
    expect(document.activeElement).toBe(screen.getByRole("link", { name: "Room 2" }));
  });
});

describe("without results", () => {
  it("says what is so, and offers another try", async () => {
    const onRetry = vi.fn();
    const show = (shown: SearchSnapshot | null) => <SearchState shown={shown} onRetry={onRetry} />;
    const { rerender } = render(show({ ...SHOWN, asked: "", state: "idle" }));
    expect(screen.getByText(/appears while you type/)).toBeDefined();
    rerender(show({ ...SHOWN, state: "looking" }));
    expect(screen.getByRole("status").textContent).toBe("Searching");
    rerender(show({ ...SHOWN, unknown: ["from:nobody"] }));
    expect(screen.getByRole("heading").textContent).toBe("Nothing found for “tea”");
    expect(screen.getByText(/is called from:nobody/)).toBeDefined();
    rerender(show(null));
    expect(screen.getByRole("heading").textContent).toBe("Search is switched off");
    rerender(show({ ...SHOWN, state: "building", reason: "It is being built." }));
    expect(screen.getByRole("heading").textContent).toBe("The search index is being built");
    expect(screen.queryByRole("button")).toBeNull();
    rerender(show({ ...SHOWN, state: "failed", reason: "Away" }));
    expect(screen.getByRole("alert").textContent).toBe("Away");
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalledOnce();
  });
});

describe("recent searches", () => {
  it("lead to the search, and go only when that was meant", async () => {
    const onClear = vi.fn();
    const confirm = vi.spyOn(window, "confirm").mockReturnValue(false);
    render(<RecentList searches={[{ id: "s1", query: "C++ & tea" }]} onClear={onClear} />);
    const link = screen.getByRole("link", { name: "“C++ & tea”" });
    expect(link.getAttribute("href")).toBe("/searches?q=C%2B%2B+%26+tea");
    const clear = screen.getByRole("button", { name: "Clear recent searches" });
    await userEvent.click(clear);
    expect(onClear).not.toHaveBeenCalled();
    confirm.mockReturnValue(true);
    await userEvent.click(clear);
    expect(onClear).toHaveBeenCalledOnce();
  });
});
