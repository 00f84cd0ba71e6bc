// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { user } from "../../models/cast.ts";
import { PingForm } from "./ping-form.tsx";

const people = ["Jason Fry", "Jana Berg", "Kevin May"].map((name) => user(name.slice(0, 3), name));

function show(onStart = vi.fn(async (_: string[]) => {})) {
  const onCancel = vi.fn();
  render(<PingForm people={people} onStart={onStart} onCancel={onCancel} />);
  return { onStart, onCancel };
}

const field = () => screen.getByRole<HTMLInputElement>("combobox", { name: "Type names to ping someone…" });
const offered = () => screen.queryAllByRole("option").map((option) => option.textContent?.slice(2));
const active = () =>
  document.getElementById(field().getAttribute("aria-activedescendant") ?? "")?.textContent;
const type = (keys: string) => userEvent.type(field(), keys);

it("is done by keys alone: name, arrow, Enter, next name, Tab, Enter", async () => {
  const { onStart } = show();
  await type("ja");
  expect(offered()).toEqual(["Jason Fry", "Jana Berg"]);
  await type("{ArrowDown}");
  expect(active()).toContain("Jana Berg");
  await type("{ArrowDown}{ArrowUp}{Enter}");
  expect(field().value).toBe("");
  await type("ja");
  expect(offered()).toEqual(["Jason Fry"]);
  await type("{Tab}");
  expect(onStart).not.toHaveBeenCalled();
  await type("{Enter}");
  expect(onStart).toHaveBeenCalledWith(["Jan", "Jas"]);
});

it("takes back by Backspace and by the name itself", async () => {
  const { onStart } = show();
  await type("jas{Enter}kev{Enter}jan{Enter}{Backspace}");
  expect(screen.queryByRole("button", { name: "Remove Jana Berg" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Remove Jason Fry" }));
  await userEvent.click(screen.getByRole("button", { name: "Start Ping" }));
  expect(onStart).toHaveBeenCalledWith(["Kev"]);
});

it("does not start without the one whose name stands there and is nobody's", async () => {
  const { onStart } = show();
  await type("jas{Enter}kevim{Enter}");
  expect(onStart).not.toHaveBeenCalled();
  expect(screen.getByRole("status").textContent).toBe("Nobody by that name");
  expect(screen.getByRole("button", { name: "Start Ping" })).toHaveProperty("disabled", false);
});

it("is left by Escape, and says what went wrong", async () => {
  const { onCancel } = show(vi.fn(() => Promise.reject(new Error("Too many people."))));
  await type("{Escape}");
  expect(onCancel).toHaveBeenCalled();
  await type("jas{Enter}{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("Too many people.");
});
