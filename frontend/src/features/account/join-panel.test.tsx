// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { ServerError } from "../../lib/server-error.ts";
import type { JoinPolicy, Provider } from "../../lib/wire.ts";
import { JoinPanel } from "./join-panel.tsx";

const company = { name: "oidc", title: "Company", logo: "" };

function show(policy: JoinPolicy, providers: Provider[] | null = [], domains = "") {
  const calls = {
    onPolicy: vi.fn(async () => {}),
    onDomains: vi.fn(async (domains: string) => domains.toLowerCase()),
  };
  render(<JoinPanel policy={policy} domains={domains} providers={providers} {...calls} />);
  return calls;
}

it("says of a policy what follows from it", () => {
  show("provider");
  expect(screen.getByRole("alert").textContent).toContain("nobody new can come in");
  expect(screen.queryByText(/open to the world/), "there is none that could be").toBeNull();
});

it.each<[JoinPolicy, Provider[] | null, string, boolean]>([
  ["provider", [company], "", true],
  ["provider", [company], "example.com", false],
  ["link", [company], "", false],
  ["provider", null, "", false],
])("warns of a door that is open to the world: %s %j %s", (policy, providers, domains, warned) => {
  show(policy, providers, domains);
  expect(screen.queryByText(/open to the world/) !== null).toBe(warned);
  expect(screen.queryByRole("alert")).toBeNull();
});

it("hands on what was chosen and typed, and says why it was refused", async () => {
  const calls = show("link", [company], "example.com");
  await userEvent.click(screen.getByRole("radio", { name: "not by themselves" }));
  expect(calls.onPolicy).toHaveBeenCalledWith("nobody");
  const field = screen.getByLabelText<HTMLInputElement>("Mail domains");
  await userEvent.clear(field);
  calls.onDomains.mockRejectedValueOnce(
    new ServerError(400, "invalid", "Not a domain.", { field: "join_domains" }),
  );
  await userEvent.type(field, "exa mple{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("Not a domain.");
  await userEvent.clear(field);
  await userEvent.type(field, " Example.org {Enter}");
  expect(calls.onDomains).toHaveBeenLastCalledWith("Example.org");
  await expect.poll(() => field.value).toBe("example.org");
});

it("has no field for domains where nobody joins", () => {
  show("nobody", [company]);
  expect(screen.queryByLabelText("Mail domains")).toBeNull();
  expect(screen.getByText("Company")).toBeTruthy();
});
