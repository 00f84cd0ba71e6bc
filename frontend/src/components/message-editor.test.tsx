// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { TrixElement } from "trix";
import { beforeEach, expect, it, vi } from "vitest";
import { MessageEditor } from "./message-editor.tsx";

const calls = { onSave: vi.fn(async () => true), onDelete: vi.fn(async () => true), onClose: vi.fn() };
const BODY = '<div>Say <b>hi</b> to <span class="mention" data-user="abcdefghijklmno">@Bo</span></div><hr>';

beforeEach(() => vi.clearAllMocks());

async function show(body = BODY): Promise<TrixElement> {
  render(<MessageEditor body={body} sources={[]} {...calls} />);
  await vi.waitFor(() => expect(document.querySelector("trix-editor")).toBeTruthy(), 5_000);
  return screen.getByRole("textbox", { name: "Edit message" });
}

function press(name: string) {
  return userEvent.click(screen.getByRole("button", { name }));
}

it("leaves a message that nobody touched exactly as it is stored", async () => {
  await show();
  await press("Save changes");
  expect(calls.onClose).toHaveBeenCalledTimes(1);
  expect(calls.onSave).not.toHaveBeenCalled();
});

it("saves what was changed with all that was formatted", async () => {
  const element = await show();
  act(() => element.editor.insertString("!"));
  await press("Save changes");
  expect(calls.onSave).toHaveBeenCalledExactlyOnceWith(
    'Say <strong>hi</strong> to <span class="mention" data-user="abcdefghijklmno">@Bo</span>!',
  );
});

it("stays with its text when saving failed, and saves no emptiness", async () => {
  const element = await show("one");
  calls.onSave.mockResolvedValueOnce(false);
  act(() => element.editor.insertString(" two"));
  await press("Save changes");
  expect(calls.onClose).not.toHaveBeenCalled();
  expect(element.textContent).toBe("one two");
  act(() => element.editor.loadHTML(""));
  await press("Save changes");
  expect(calls.onSave).toHaveBeenCalledTimes(1);
});

it("asks before it deletes", async () => {
  await show();
  const confirm = vi.spyOn(window, "confirm").mockReturnValueOnce(false).mockReturnValueOnce(true);
  await press("Delete message");
  expect(calls.onDelete).not.toHaveBeenCalled();
  await press("Delete message");
  expect(confirm).toHaveBeenCalledTimes(2);
  expect(calls.onDelete).toHaveBeenCalledTimes(1);
  expect(calls.onClose).toHaveBeenCalledTimes(1);
});

it("says that a text is too long, keeps it, and saves it once it is shorter", async () => {
  const element = await show("one");
  act(() => element.editor.loadHTML("ü".repeat(31_000)));
  expect(screen.getByRole("alert").textContent).toContain("too long");
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  expect(screen.getByRole("button", { name: "Save changes" })).toHaveProperty("disabled", true);
  expect(calls.onSave).not.toHaveBeenCalled();
  expect(element.textContent).toHaveLength(31_000);
  act(() => element.editor.loadHTML("ü"));
  expect(screen.queryByRole("alert")).toBeNull();
  await press("Save changes");
  expect(calls.onSave).toHaveBeenCalledExactlyOnceWith("ü");
});
