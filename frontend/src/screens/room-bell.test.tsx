// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import * as calls from "../lib/api/rooms.ts";
import type { Involvement } from "../lib/wire.ts";
import { room } from "../models/cast.ts";
import type { Desk } from "../models/desk.ts";
import { RoomBell } from "./room-bell.tsx";

const still = (value: unknown) => ({ getSnapshot: () => value, subscribe: () => () => {} });
const chat = { me: "david", flags: still({ push_notifications: true }) };
const desk = { chat, server: {}, flash: { failed: vi.fn() }, consent: still("on") } as unknown as Desk;

function show(level: Involvement) {
  render(<RoomBell desk={desk} room={room("kitchen", { involvement: level })} />);
  return userEvent.click(screen.getByRole("button", { name: /Notif/ }));
}
const help = () => screen.queryByRole("dialog", { name: "Notifications aren’t allowed" });

beforeEach(() => {
  localStorage.clear();
  vi.spyOn(calls, "setInvolvement").mockResolvedValue();
  vi.stubGlobal("Notification", { permission: "denied" });
});

it("says once that the browser lets nothing through, and still does what was asked", async () => {
  await show("mentions");
  expect(calls.setInvolvement).toHaveBeenCalledWith({}, "kitchen", "david", "everything");
  expect(help()).not.toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(help()).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: /Notif/ }));
  expect(help()).toBeNull();
});

it.each<[string, NotificationPermission, Involvement]>([
  ["turns notifications off", "denied", "everything"],
  ["is allowed to be notified", "granted", "mentions"],
])("says nothing to somebody who %s", async (_, permission, level) => {
  vi.stubGlobal("Notification", { permission });
  await show(level);
  expect(help()).toBeNull();
});
