// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Composer } from "./composer.tsx";

const calls = { onSend: vi.fn(), onTyping: vi.fn(), onStopped: vi.fn(), onEditLast: vi.fn() };

function show(): HTMLTextAreaElement {
  render(<Composer draftKey="draft/david/watercooler" {...calls} />);
  return screen.getByRole("textbox", { name: "Write a message" });
}

function touch(matches: boolean) {
  vi.stubGlobal("matchMedia", () => ({ matches }));
}

beforeEach(() => {
  vi.clearAllMocks();
  localStorage.clear();
  touch(false);
});

describe("Composer", () => {
  it("sends on Enter and by the button, and empties itself", async () => {
    const box = show();
    expect(document.activeElement).toBe(box);
    await userEvent.type(box, "hello{Enter}");
    expect(calls.onSend).toHaveBeenLastCalledWith("hello");
    expect(box.value).toBe("");
    await userEvent.type(box, "again");
    await userEvent.click(screen.getByRole("button", { name: "Send Message" }));
    expect(calls.onSend).toHaveBeenLastCalledWith("again");
  });

  it("makes a line of Shift+Enter, and of Enter on a touch screen", async () => {
    await userEvent.type(show(), "one{Shift>}{Enter}{/Shift}two{Enter}");
    expect(calls.onSend).toHaveBeenCalledWith("one\ntwo");
  });

  it("sends on a touch screen only by the button", async () => {
    touch(true);
    const box = show();
    await userEvent.type(box, "one{Enter}two");
    expect(calls.onSend).not.toHaveBeenCalled();
    expect(box.value).toBe("one\ntwo");
  });

  it("leaves the Enter of a composition alone", () => {
    const box = show();
    fireEvent.change(box, { target: { value: "にほん" } });
    fireEvent.keyDown(box, { key: "Enter", isComposing: true });
    fireEvent.keyDown(box, { key: "Enter", keyCode: 229 });
    expect(calls.onSend).not.toHaveBeenCalled();
  });

  it("does not send nothing", async () => {
    await userEvent.type(show(), "  {Enter}");
    expect(calls.onSend).not.toHaveBeenCalled();
  });

  it("edits my last message on arrow up, when empty", async () => {
    const box = show();
    await userEvent.type(box, "{ArrowUp}");
    expect(calls.onEditLast).toHaveBeenCalledTimes(1);
    await userEvent.type(box, "x{ArrowUp}");
    expect(calls.onEditLast).toHaveBeenCalledTimes(1);
  });

  it("remembers half a message", async () => {
    await userEvent.type(show(), "half");
    expect(localStorage.getItem("draft/david/watercooler")).toBe("half");
    expect(calls.onTyping).toHaveBeenCalled();
  });
});
