// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Mailing } from "../../lib/api/mailing.ts";
import { MailingPanel } from "./mailing-panel.tsx";

const hourly: Mailing = { pace: "hourly", on: true, can_send: true };
const pace = (name: string) => screen.getByRole<HTMLInputElement>("radio", { name });

it("offers the paces where mail is sent, and says where it goes", async () => {
  const change = vi.fn(async (): Promise<Mailing> => ({ ...hourly, pace: "daily" }));
  render(<MailingPanel calls={{ read: async () => hourly, change }} email="ada@example.com" />);
  expect(await screen.findByText(/ada@example.com/)).toBeTruthy();
  expect(pace("Once an hour").checked).toBe(true);
  await userEvent.click(pace("Once a day"));
  expect(change).toHaveBeenCalledExactlyOnceWith("daily");
  expect(pace("Once a day").checked).toBe(true);
});

it("goes back to what holds when a change is refused, and says why", async () => {
  const change = () => Promise.reject(new Error("not today"));
  render(<MailingPanel calls={{ read: async () => hourly, change }} email="ada@example.com" />);
  await userEvent.click(await screen.findByRole("radio", { name: "Never" }));
  expect(await screen.findByText("not today")).toBeTruthy();
  expect(pace("Once an hour").checked).toBe(true);
});

it("is not there where no mail is sent", async () => {
  const read = vi.fn(async () => ({ ...hourly, on: false }));
  const { container } = render(<MailingPanel calls={{ read, change: async () => hourly }} email="" />);
  await vi.waitFor(() => expect(read).toHaveResolved());
  expect(container.textContent).toBe("");
});
