// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { optionId, Suggestions } from "./suggestions.tsx";

it("marks the one that the keys would take, and takes a click without taking the focus", async () => {
  const onPick = vi.fn();
  const items = ["Ada", "Bo"].map((name) => ({ id: name, shows: name }));
  render(
    <>
      <input aria-label="Text" />
      <Suggestions id="people" label="People" items={items} at={1} caret={new DOMRect()} onPick={onPick} />
    </>,
  );
  screen.getByRole("textbox").focus();
  const [ada, bo] = screen.getAllByRole("option");
  expect(bo?.id).toBe(optionId("people", 1));
  expect([ada, bo].map((one) => one?.getAttribute("aria-selected"))).toEqual(["false", "true"]);
  await userEvent.click(screen.getByRole("option", { name: "Ada" }));
  expect(onPick).toHaveBeenCalledExactlyOnceWith(0);
  expect(document.activeElement).toBe(screen.getByRole("textbox"));
});
