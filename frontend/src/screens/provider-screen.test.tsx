// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { StrictMode } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { Server } from "../lib/pocketbase.ts";
import { ServerError } from "../lib/server-error.ts";
import { noteTrip } from "../lib/trip.ts";
import { authMethods } from "../models/cast.ts";
import { ProviderScreen } from "./provider-screen.tsx";

afterEach(() => sessionStorage.clear());

type Answer = (path: string, body: Record<string, unknown>) => unknown;

/** Comes back from a provider to a server that answers so. Twice, as React's strict mode mounts it. */
function comeBack(query: string, answer: Answer, connecting = false) {
  noteTrip({ title: "Company", from: "/join/a-b", to: "/rooms/abc" });
  const server = new Server();
  const call = vi
    .spyOn(server, "call")
    .mockImplementation(async (_, path, body) => answer(path, { ...body }));
  const [want, onSignedIn] = [vi.fn(), vi.fn(async () => {})];
  render(
    <StrictMode>
      <ProviderScreen
        server={server}
        query={new URLSearchParams(query)}
        connecting={connecting}
        legend="Camp"
        want={want}
        onSignedIn={onSignedIn}
      />
    </StrictMode>,
  );
  return { call, want, onSignedIn };
}

it("hands over what the provider sent once, and goes where somebody wanted to go", async () => {
  const { call, want, onSignedIn } = comeBack("code=c1&state=s1", () => ({}));
  await vi.waitFor(() => expect(onSignedIn).toHaveBeenCalledTimes(1));
  expect(call.mock.calls).toEqual([["POST", "/api/chat/session", { provider_code: "c1", state: "s1" }]]);
  expect(want).toHaveBeenCalledWith("/rooms/abc");
});

it("asks for a code where the provider is not enough", async () => {
  const { call, onSignedIn } = comeBack("code=c1&state=s1", (path, body) => {
    if (path.endsWith("request-otp")) return { otpId: "o1" };
    if (path.endsWith("/setup")) return { auth_methods: authMethods({ otp: true }) };
    if (body.provider_code) throw new ServerError(401, "mfa_required", "More.", { mfa: "m1" });
    return {};
  });
  await screen.findByText(/asks for a second proof/);
  await userEvent.type(screen.getByLabelText("Email address"), "ada@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Send me the code" }));
  await userEvent.type(await screen.findByLabelText("Code from the letter"), "12345678{Enter}");
  await vi.waitFor(() => expect(onSignedIn).toHaveBeenCalledTimes(1));
  const proof = { otp_id: "o1", code: "12345678", mfa_id: "m1" };
  expect(call).toHaveBeenLastCalledWith("POST", "/api/chat/session", proof);
});

it.each([
  ["error=access_denied&state=s1", false, "You are not signed in", "Company did not say who you are"],
  ["code=c1&state=s1", false, "You are not signed in", "Ask for the link."],
  ["code=c1&state=s1", true, "This was not connected", "Ask for the link."],
])("says why it came to nothing: %s, connecting %s", async (query, connecting, title, why) => {
  const { call, want, onSignedIn } = comeBack(
    query,
    () => Promise.reject(new ServerError(403, "join_link", "Ask for the link.")),
    connecting,
  );
  expect((await screen.findByRole("alert")).textContent).toContain(why);
  expect(screen.getByRole("heading").textContent).toBe(title);
  expect(screen.getByRole("link").getAttribute("href")).toBe("/join/a-b");
  expect(call).toHaveBeenCalledTimes(query.startsWith("code") ? 1 : 0);
  await userEvent.click(screen.getByRole("link"));
  expect(want.mock.calls).toEqual(connecting ? [] : [["/rooms/abc"]]);
  expect(onSignedIn).not.toHaveBeenCalled();
});
