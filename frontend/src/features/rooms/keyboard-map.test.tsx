// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { SHORTCUTS } from "../../models/shortcuts.ts";
import { KeyboardMap } from "./keyboard-map.tsx";

const told = (text: string) => screen.getByText(text).parentElement?.querySelector("dd")?.textContent;

it.each([
  ["Linux x86_64", "CtrlK", "Alt↑ or Alt↓"],
  ["MacIntel", "⌘K", "⌥↑ or ⌥↓"],
])("tells on %s every key there is, as it is printed there", (platform, jump, room) => {
  vi.spyOn(navigator, "platform", "get").mockReturnValue(platform);
  render(<KeyboardMap onClose={vi.fn()} />);
  expect(told("Go to a room, a person or a page")).toBe(jump);
  expect(told("Room above or below")).toBe(room);
  expect(screen.getAllByRole("term").length).toBe(SHORTCUTS.flatMap(({ shortcuts }) => shortcuts).length);
});
