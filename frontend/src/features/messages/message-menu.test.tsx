// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ALL_OFF } from "../../lib/flags.ts";
import type { Message } from "../../lib/wire.ts";
import { message, user } from "../../models/cast.ts";
import type { MessageActions } from "../../models/message-actions.ts";
import { SentMessage } from "./sent-message.tsx";
import type { MessageTools } from "./tools.ts";

const people = [user("david", "David"), user("jason", "Jason"), user("root", "Root", "administrator")];
const actions = {
  boost: vi.fn(async () => true),
  unboost: vi.fn(async () => true),
  delete: vi.fn(async () => true),
  attempt: vi.fn(async (act: () => Promise<unknown>) => {
    await act();
    return true;
  }),
};

function tools(change: Partial<MessageTools> = {}): MessageTools {
  return {
    users: new Map(people.map((one) => [one.id, one])),
    me: "david",
    flags: ALL_OFF,
    sources: [],
    actions: actions as unknown as MessageActions,
    onEdit: vi.fn(),
    onUnread: vi.fn(),
    onReply: vi.fn(),
    ...change,
  };
}

function show(shown: Message, its = tools()) {
  render(
    <SentMessage
      message={shown}
      rowKey="row"
      at={0}
      threaded={false}
      target={false}
      editing={false}
      tools={its}
    />,
  );
  return its;
}

async function open() {
  await userEvent.click(screen.getByLabelText("Message options"));
}

function names(): string[] {
  return screen.getAllByRole("button").map((one) => one.getAttribute("aria-label") ?? one.textContent ?? "");
}

beforeEach(() => vi.clearAllMocks());

describe("MessageMenu", () => {
  it("has the original's names, and nothing while it is closed", async () => {
    show(message(1));
    expect(screen.queryAllByRole("button")).toEqual([]);
    await open();
    expect(names()).toEqual([
      "Thumbs up",
      "Clapping",
      "Waving hand",
      "Muscle",
      "Red heart",
      "Face with tears of joy",
      "Party popper",
      "Fire",
      "New boost",
      "Reply",
      "Copy link",
      "Copy text",
      "Mark unread from here",
    ]);
  });

  it.each([
    ["david", "david"],
    ["jason", "root"],
  ])("lets the author %s's message be edited and deleted by %s", async (author, me) => {
    const { onEdit } = show(message(1, { author }), tools({ me }));
    await open();
    expect(names().slice(-2)).toEqual(["Edit", "Delete"]);
    await userEvent.click(screen.getByRole("button", { name: "Edit" }));
    expect(onEdit).toHaveBeenCalledWith("m1");
    expect(screen.queryByRole("button", { name: "Edit" })).toBeNull();
  });

  it("deletes only after a question", async () => {
    show(message(1, { author: "david" }));
    const confirm = vi.spyOn(window, "confirm").mockReturnValue(false);
    await open();
    await userEvent.click(screen.getByRole("button", { name: "Delete" }));
    expect(actions.delete).not.toHaveBeenCalled();
    confirm.mockReturnValue(true);
    await open();
    await userEvent.click(screen.getByRole("button", { name: "Delete" }));
    expect(actions.delete).toHaveBeenCalledOnce();
  });

  it("boosts at once and closes", async () => {
    show(message(1));
    await open();
    await userEvent.click(screen.getByRole("button", { name: "Red heart" }));
    expect(actions.boost).toHaveBeenCalledWith(expect.objectContaining({ id: "m1" }), "❤️");
    expect(screen.queryAllByRole("button")).toEqual([]);
  });

  it("copies the link and the text, says so, and goes with the focus at its button", async () => {
    const its = userEvent.setup();
    show(message(7, { body: "<b>soup</b>", body_text: "soup" }));
    await its.click(screen.getByLabelText("Message options"));
    await its.click(screen.getByRole("button", { name: "Copy text" }));
    expect(await navigator.clipboard.readText()).toBe("soup");
    await its.click(screen.getByRole("button", { name: "Copy link" }));
    expect(await navigator.clipboard.readText()).toBe(`${window.location.origin}/rooms/watercooler/@7`);
    expect(screen.getByRole("status").textContent).toBe("Copied");
    await act(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
    expect(screen.queryByRole("status")).toBeNull();
    expect(document.activeElement).toBe(screen.getByLabelText("Message options"));
  });

  it("opens by key with the focus inside, walks by arrows, and gives the focus back on Escape", async () => {
    show(message(1));
    screen.getByLabelText("Message options").focus();
    act(() => screen.getByLabelText("Message options").click());
    const focused = () =>
      document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent;
    expect(focused()).toBe("Thumbs up");
    await userEvent.keyboard("{ArrowDown}{ArrowRight}");
    expect(focused()).toBe("Red heart");
    await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(focused()).toBe("Copy link");
    await userEvent.keyboard("{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}");
    expect(focused()).toBe("Mark unread from here");
    await userEvent.keyboard("{Escape}");
    expect(screen.queryAllByRole("button")).toEqual([]);
    expect(focused()).toBe("Message options");
  });

  it("closes when something else is pressed", async () => {
    show(message(1));
    await open();
    await userEvent.click(document.body);
    expect(screen.queryAllByRole("button")).toEqual([]);
  });

  it("replies to texts only, and marks unread from its message", async () => {
    const its = show(message(3, { kind: "sound", sound: "tada" }));
    await open();
    expect(screen.queryByRole("button", { name: "Reply" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Mark unread from here" }));
    expect(its.onUnread).toHaveBeenCalledWith(expect.objectContaining({ rseq: 3 }));
  });
});

describe("boosts", () => {
  const given = { id: "b1", message: "m1", room: "watercooler", created: "", updated: "" };

  it("takes a new one of sixteen characters, and keeps what was not saved", async () => {
    show(message(1));
    await open();
    await userEvent.click(screen.getByRole("button", { name: "New boost" }));
    const field = screen.getByRole("textbox", { name: "Add a boost" });
    expect(document.activeElement).toBe(field);
    actions.boost.mockResolvedValueOnce(false);
    await userEvent.type(field, "  seventeen letters{Enter}");
    expect(actions.boost).toHaveBeenCalledWith(expect.anything(), "seventeen letter");
    expect((field as HTMLInputElement).value).toBe("seventeen letter");
    await userEvent.click(screen.getByRole("button", { name: "Submit" }));
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  it("is cancelled by Escape and by its button", async () => {
    show(message(1, { boosts: [{ ...given, booster: "jason", content: "🎉" }] }));
    await userEvent.click(screen.getByRole("button", { name: "Add a boost" }));
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("textbox")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Add a boost" }));
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(actions.boost).not.toHaveBeenCalled();
  });

  it("shows each as its own pill, and lets me take back mine only", async () => {
    const boosts = [
      { ...given, booster: "jason", content: "🎉" },
      { ...given, id: "b2", booster: "david", content: "🎉" },
    ];
    show(message(1, { boosts }));
    expect(screen.getByRole("link", { name: "Jason boosted 🎉" }).getAttribute("href")).toBe("/users/jason");
    expect(screen.getByRole("link", { name: "David boosted 🎉" })).toBeTruthy();
    const mine = screen.getByRole("button", { name: "You boosted 🎉" });
    expect(mine.getAttribute("aria-description")).toBe("Press enter to delete this boost");
    await userEvent.click(mine);
    await userEvent.click(screen.getByRole("button", { name: "Delete this boost" }));
    expect(actions.unboost).toHaveBeenCalledWith(expect.anything(), "b2");
  });
});
