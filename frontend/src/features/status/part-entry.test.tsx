// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { PartStatus } from "../../lib/api/status.ts";
import { PartEntry } from "./part-entry.tsx";

const part = (rest: Partial<PartStatus>): PartStatus => ({
  name: "backups",
  ok: true,
  vital: false,
  probe_ms: 1,
  error: "",
  facts: { scheduled: true },
  ...rest,
});

it.each([
  [part({}), "well"],
  [part({ facts: { scheduled: false } }), "not planned"],
  [part({ ok: false, error: "the newest backup failed" }), "the newest backup failednot well"],
  [part({ facts: null }), "well"],
])("says of a part how it is: %#", (given, said) => {
  render(<PartEntry part={given} />);
  expect(screen.getByRole("listitem").textContent).toBe(`Backups by the server${said}`);
});
