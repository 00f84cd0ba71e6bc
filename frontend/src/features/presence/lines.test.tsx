// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { memoryShelf } from "../../lib/storage.ts";
import { TestClock, user } from "../../models/cast.ts";
import { Connection } from "../../models/connection.ts";
import { Outbox } from "../../models/outbox.ts";
import { OutboxShelf } from "../../models/outbox-shelf.ts";
import { TypingTracker } from "../../models/typing-tracker.ts";
import { ConnectionLine } from "./connection-line.tsx";
import { TypingLine } from "./typing-line.tsx";

const shelf = new OutboxShelf("david", memoryShelf());

describe("ConnectionLine", () => {
  it("keeps quiet about a blink, speaks up after two seconds, and goes when the line is back", async () => {
    const clock = new TestClock();
    const connection = new Connection(clock);
    render(<ConnectionLine connection={connection} shelf={shelf} />);
    act(() => connection.became("open"));
    act(() => connection.became("connecting"));
    await act(() => clock.pass(1_900));
    expect(screen.queryByText(/Reconnecting/)).toBeNull();
    await act(() => clock.pass(200));
    expect(screen.getByText(/Reconnecting/)).toBeTruthy();
    act(() => connection.became("open"));
    expect(screen.queryByText(/Reconnecting/)).toBeNull();
  });

  it("says so when what waits would go with the page", async () => {
    const clock = new TestClock();
    const connection = new Connection(clock);
    const full = {
      ...memoryShelf(),
      put: vi.fn().mockRejectedValue(new DOMException("", "QuotaExceededError")),
    };
    const outbox = new Outbox({ user: "david", shelf: full, deliver: () => false, clock });
    render(<ConnectionLine connection={connection} shelf={outbox.shelf} />);
    act(() => connection.became("connecting"));
    await act(() => clock.pass(2_100));
    expect(screen.getByText("What you send waits here.")).toBeTruthy();
    const item = outbox.send("r", "hello", "hello");
    await act(async () => {});
    expect(screen.getByText(/while this page is open/)).toBeTruthy();
    act(() => outbox.confirm(item.client_message_id));
    expect(screen.getByText("What you send waits here.")).toBeTruthy();
  });

  it("offers to reload when the server brings another interface, and asks once per build", async () => {
    const isOutdated = vi.fn(async () => false);
    const connection = new Connection(new TestClock(), isOutdated);
    render(<ConnectionLine connection={connection} shelf={shelf} />);
    await act(async () => connection.greeted("one"));
    await act(async () => connection.greeted("one"));
    expect(screen.queryByRole("button")).toBeNull();
    isOutdated.mockRejectedValueOnce(new Error("Not reached."));
    await act(async () => connection.greeted("two"));
    expect(screen.queryByRole("button")).toBeNull();
    isOutdated.mockResolvedValue(true);
    await act(async () => connection.greeted("two"));
    expect(screen.getByRole("button", { name: "New version: reload" })).toBeTruthy();
    expect(isOutdated).toHaveBeenCalledTimes(3);
  });
});

describe("TypingLine", () => {
  it("names who types in this room, for five seconds", async () => {
    const clock = new TestClock();
    const tracker = new TypingTracker(clock);
    const users = new Map(
      [user("jason", "Jason Fry"), user("kevin", "Kevin May")].map((one) => [one.id, one]),
    );
    render(<TypingLine tracker={tracker} room="watercooler" users={users} />);
    act(() => {
      tracker.started("watercooler", "jason");
      tracker.started("watercooler", "kevin");
      tracker.started("elsewhere", "jason");
    });
    expect(screen.getByText(/Jason and Kevin are typing/)).toBeTruthy();
    act(() => tracker.stopped("watercooler", "kevin"));
    expect(screen.getByText(/Jason is typing/)).toBeTruthy();
    await act(() => clock.pass(5_100));
    expect(screen.queryByText(/typing/)).toBeNull();
  });
});
