// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Server } from "../lib/pocketbase.ts";
import { ServerError } from "../lib/server-error.ts";
import { UnsubscribeScreen } from "./unsubscribe-screen.tsx";

function open(call: () => Promise<unknown>) {
  const server = { call: vi.fn(call) };
  render(<UnsubscribeScreen server={server as unknown as Server} token="user.mark" />);
  return server.call;
}

const press = () => userEvent.click(screen.getByRole("button", { name: "No more mails" }));

it("ends mails when the button is pressed, and not by being looked at", async () => {
  const call = open(async () => {});
  expect(call).not.toHaveBeenCalled();
  await press();
  expect(call).toHaveBeenCalledExactlyOnceWith("POST", "/unsubscribe/user.mark");
  expect((await screen.findByRole("status")).textContent).toMatch(/have them again/);
});

it("says so when the link is none", async () => {
  open(() => Promise.reject(new ServerError(404, "not_found", "")));
  await press();
  expect(await screen.findByRole("heading", { name: "This link does not work" })).toBeTruthy();
});

it("can be tried again when the server is away", async () => {
  open(() => Promise.reject(new Error("away")));
  await press();
  expect(await screen.findByRole("alert")).toBeTruthy();
  expect(screen.getByRole("button", { name: "No more mails" })).toBeTruthy();
});
