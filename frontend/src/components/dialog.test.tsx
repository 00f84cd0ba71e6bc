// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { Dialog } from "./dialog.tsx";

function show() {
  const onClose = vi.fn();
  const drawn = render(
    <Dialog title="Pick one" onClose={onClose}>
      <p>Inside</p>
    </Dialog>,
  );
  return { onClose, dialog: screen.getByRole<HTMLDialogElement>("dialog", { name: "Pick one" }), ...drawn };
}

describe("Dialog", () => {
  it("is open while it is drawn, and closed before it goes, so that focus returns", () => {
    const { dialog, unmount } = show();
    expect(dialog.open).toBe(true);
    unmount();
    expect(dialog.open).toBe(false);
  });

  it("asks to be closed by its button, by Escape and by a press beside it", async () => {
    const { onClose, dialog } = show();
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(onClose).toHaveBeenCalledTimes(1);
    // What the browser makes of Escape.
    const pressed = new Event("cancel", { cancelable: true });
    fireEvent(dialog, pressed);
    expect(pressed.defaultPrevented).toBe(true);
    expect(onClose).toHaveBeenCalledTimes(2);
    await userEvent.click(dialog);
    expect(onClose).toHaveBeenCalledTimes(3);
    await userEvent.click(screen.getByText("Inside"));
    expect(onClose).toHaveBeenCalledTimes(3);
  });

  it("follows a browser that closed it without asking", () => {
    const { onClose, dialog } = show();
    fireEvent(dialog, new Event("close"));
    expect(onClose).not.toHaveBeenCalled();
    dialog.close();
    fireEvent(dialog, new Event("close"));
    expect(onClose).toHaveBeenCalled();
  });
});
