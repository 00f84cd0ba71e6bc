// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Device } from "../../lib/api/sessions.ts";
import type { Caller } from "../../lib/pocketbase.ts";
import { NewDevices } from "../../models/new-devices.ts";
import { Devices } from "./devices.tsx";
import { NewDeviceNote } from "./new-device-note.tsx";

const AT = "2026-11-23 21:09:45.123Z";
const chrome = { id: "d1", browser: "Chrome", platform: "Windows", ip: "192.0.2.7", created: AT };
const unknown = { ...chrome, id: "d2", browser: "Unknown", platform: "Unknown" };

it("names one device at a time, and hands on what is said of it", async () => {
  const devices = new NewDevices({} as Caller);
  const [onMine, onForeign] = [vi.fn(), vi.fn()];
  render(<NewDeviceNote devices={devices} onMine={onMine} onForeign={onForeign} />);
  expect(screen.getByRole("status").textContent).toBe("");
  act(() => devices.adopt([chrome, unknown]));
  expect(screen.getByRole("status").textContent).toContain("Chrome on Windows");
  expect(screen.getByRole("link").getAttribute("href")).toBe("/users/me/profile?devices");
  await userEvent.click(screen.getByRole("button", { name: "That was me" }));
  expect(onMine).toHaveBeenCalledExactlyOnceWith(chrome);
  act(() => devices.adopt([unknown]));
  expect(screen.getByRole("status").textContent).toContain("An unknown browser");
  await userEvent.click(screen.getByRole("button", { name: "Not me: sign it out" }));
  expect(onForeign).toHaveBeenCalledExactlyOnceWith(unknown);
});

it("is marked in the list of devices, which comes into view for whoever came for it", async () => {
  const scroll = vi.fn();
  Element.prototype.scrollIntoView = scroll;
  const known: Device = { ...chrome, last_active: AT, current: true, new: false };
  const fresh: Device = { ...known, id: "s2", browser: "Firefox", current: false, new: true };
  const calls = { list: async () => [known, fresh], end: vi.fn(), endOthers: vi.fn() };
  render(<Devices calls={calls} wanted />);
  const entry = (await screen.findByText("Firefox on Windows")).closest("li");
  expect(entry?.textContent).toContain("New");
  expect(screen.getByText("Chrome on Windows").closest("li")?.textContent).not.toContain("New");
  await vi.waitFor(() => expect(scroll).toHaveBeenCalledOnce());
});
