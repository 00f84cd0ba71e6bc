// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AuthMethods } from "../../lib/wire.ts";
import { authMethods } from "../../models/cast.ts";
import { JoinDoors } from "./join-doors.tsx";

const company = [{ name: "oidc", title: "Company", logo: "" }];

it.each<[string, Partial<AuthMethods>, string[]]>([
  ["a link", {}, ["form"]],
  ["a link, and a provider", { oauth2: company }, ["form", "buttons"]],
  ["a provider only", { join: "provider", oauth2: company }, ["buttons"]],
  ["a link where passwords are off", { password: false, oauth2: company }, ["buttons"]],
  ["a provider that nobody has set up", { join: "provider" }, []],
  ["a link where there is no way to sign in", { password: false }, []],
])("opens by %s: %o", (_, change, doors) => {
  render(<JoinDoors name="Camp" methods={authMethods(change)} form={<p>form</p>} buttons={<p>buttons</p>} />);
  const shown = ["form", "buttons"].filter((text) => screen.queryByText(text));
  expect(shown).toEqual(doors);
  const says = screen.queryByText(/New people come in with|Nobody new can come in/);
  expect(says !== null, "a sentence says why there is no form").toBe(!doors.includes("form"));
});
