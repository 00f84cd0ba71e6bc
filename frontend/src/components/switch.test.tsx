// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { Switch } from "./switch.tsx";

function Lamp({ onSave }: { onSave: (lit: boolean) => Promise<void> }) {
  const [lit, setLit] = useState(false);
  const change = async (next: boolean) => {
    await onSave(next);
    setLit(next);
  };
  return <Switch label="Lamp" checked={lit} onChange={(next) => change(next).catch(() => {})} />;
}

it("is flipped by the keyboard, shows it at once, and waits for the answer", async () => {
  let answer = () => {};
  const saved = new Promise<void>((resolve) => {
    answer = resolve;
  });
  render(<Lamp onSave={() => saved} />);
  const lamp = screen.getByRole<HTMLInputElement>("checkbox", { name: "Lamp" });
  await userEvent.tab();
  expect(document.activeElement).toBe(lamp);
  await userEvent.keyboard(" ");
  expect(lamp.checked).toBe(true);
  expect(lamp.getAttribute("aria-busy")).toBe("true");
  await userEvent.keyboard(" ");
  expect(lamp.checked, "a second press while the first is on its way").toBe(true);
  answer();
  await expect.poll(() => lamp.getAttribute("aria-busy")).toBeNull();
  expect(lamp.checked).toBe(true);
});

it("goes back when the change was refused", async () => {
  render(<Lamp onSave={() => Promise.reject(new Error("no"))} />);
  const lamp = screen.getByRole<HTMLInputElement>("checkbox", { name: "Lamp" });
  await userEvent.click(lamp);
  await expect.poll(() => lamp.checked).toBe(false);
});
