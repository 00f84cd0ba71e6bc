// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { BoostForm } from "./boost-form.tsx";

it("takes an emoji from the picker into the text, and Escape there closes only the picker", async () => {
  const onBoost = vi.fn(async () => true);
  const onClose = vi.fn();
  render(<BoostForm me="ada" name="Ada" onBoost={onBoost} onClose={onClose} />);
  const field = screen.getByRole("textbox", { name: "Add a boost" });
  await userEvent.type(field, "yes ");
  await userEvent.click(screen.getByRole("button", { name: "Choose an emoji" }));
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(onClose).not.toHaveBeenCalled();

  await userEvent.click(screen.getByRole("button", { name: "Choose an emoji" }));
  await screen.findByRole("button", { name: "grinning face" });
  await userEvent.keyboard("fire{Enter}");
  expect(document.activeElement).toBe(field);
  await userEvent.keyboard("{Enter}");
  expect(onBoost).toHaveBeenCalledExactlyOnceWith("yes 🔥");
});
