// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Involvement, Room } from "../../lib/wire.ts";
import { Bell } from "./bell.tsx";

const asks: Involvement[] = [];
const onChange = (level: Involvement) => {
  asks.push(level);
  return Promise.resolve();
};

it.each<[Room["kind"], Involvement[]]>([
  ["open", ["mentions", "everything", "nothing", "invisible", "mentions"]],
  ["direct", ["everything", "nothing", "everything"]],
])("walks in a room of kind %s through the levels that it has", async (kind, levels) => {
  asks.length = 0;
  const { rerender } = render(<Bell kind={kind} level={levels[0] ?? "nothing"} onChange={onChange} />);
  for (const level of levels.slice(1)) {
    await userEvent.click(screen.getByRole("button"));
    rerender(<Bell kind={kind} level={level} onChange={onChange} />);
  }
  expect(asks).toEqual(levels.slice(1));
});

it("is named by the level, and waits for one answer before it asks again", async () => {
  let answer = () => {};
  const slow = vi.fn(
    () =>
      new Promise<void>((done) => {
        answer = done;
      }),
  );
  render(<Bell kind="open" level="mentions" onChange={slow} />);
  const bell = screen.getByRole("button", { name: "Notifying about @ mentions" });
  await userEvent.click(bell);
  await userEvent.click(bell);
  expect(slow).toHaveBeenCalledTimes(1);
  await act(async () => answer());
  await userEvent.click(bell);
  expect(slow).toHaveBeenCalledTimes(2);
});
