// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { ServerError } from "../../lib/server-error.ts";
import { type ConnectionCalls, Connections } from "./connections.tsx";

const company = { name: "oidc", title: "Company", logo: "" };

function setUp(change: Partial<ConnectionCalls> = {}): ConnectionCalls {
  return {
    providers: vi.fn(async () => [company]),
    connected: vi.fn(async () => []),
    connect: vi.fn(async () => {}),
    disconnect: vi.fn(async () => {}),
    ...change,
  };
}

it("shows nothing where there are no providers", async () => {
  const calls = setUp({ providers: async () => [] });
  const { container } = render(<Connections calls={calls} />);
  await vi.waitFor(() => expect(calls.connected).toHaveBeenCalled());
  expect(container.innerHTML).toBe("");
});

it("connects one, and says why that failed", async () => {
  const connect = vi.fn(() => Promise.reject(new ServerError(429, "rate_limited", "Wait.")));
  render(<Connections calls={setUp({ connect })} />);
  await userEvent.click(await screen.findByRole("button", { name: "Connect Company" }));
  expect(connect).toHaveBeenCalledWith(company);
  expect((await screen.findByRole("alert")).textContent).toContain("Wait.");
});

it("asks before it takes one away, also one that was switched off, and reads again", async () => {
  const asked = vi.spyOn(window, "confirm").mockReturnValue(false);
  const connected = vi.fn(async () => ["oidc", "github"]);
  const calls = setUp({ connected });
  render(<Connections calls={calls} />);
  expect((await screen.findByText("github")).closest("li")?.textContent).toContain("Switched off here");
  const remove = screen.getByRole("button", { name: "Disconnect Company" });
  await userEvent.click(remove);
  expect(asked.mock.calls[0]?.[0]).toContain("know your password");
  expect(calls.disconnect).not.toHaveBeenCalled();
  asked.mockReturnValue(true);
  connected.mockResolvedValue(["github"]);
  await userEvent.click(remove);
  expect(calls.disconnect).toHaveBeenCalledWith("oidc");
  expect(await screen.findByRole("button", { name: "Connect Company" })).toBeTruthy();
});
