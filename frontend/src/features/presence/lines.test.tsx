// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { TestClock, user } from "../../models/cast.ts";
import { Connection } from "../../models/connection.ts";
import { TypingTracker } from "../../models/typing-tracker.ts";
import { ConnectionLine } from "./connection-line.tsx";
import { TypingLine } from "./typing-line.tsx";

describe("ConnectionLine", () => {
  it("keeps quiet about a blink, speaks up after two seconds, and goes when the line is back", async () => {
    const clock = new TestClock();
    const connection = new Connection(clock);
    render(<ConnectionLine connection={connection} />);
    act(() => connection.became("open"));
    act(() => connection.became("connecting"));
    await act(() => clock.pass(1_900));
    expect(screen.queryByText(/Reconnecting/)).toBeNull();
    await act(() => clock.pass(200));
    expect(screen.getByText(/Reconnecting/)).toBeTruthy();
    act(() => connection.became("open"));
    expect(screen.queryByText(/Reconnecting/)).toBeNull();
  });

  it("offers to reload when the server brings another interface, and asks once per build", async () => {
    const isOutdated = vi.fn(async () => false);
    const connection = new Connection(new TestClock(), isOutdated);
    render(<ConnectionLine connection={connection} />);
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
