// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Account } from "../../lib/wire.ts";
import { MailPanel } from "./mail-panel.tsx";

const account = { mail_notices: false, mail_text: false, mail_after: 20 } as Account;
const can = async () => true;

it("begins with one switch, and says the rest once that is on", async () => {
  const change = vi.fn(async () => {});
  const { rerender } = render(<MailPanel account={account} canSend={can} change={change} />);
  await userEvent.click(await screen.findByRole("checkbox", { name: "Mail people what they missed" }));
  expect(change).toHaveBeenLastCalledWith({ mail_notices: true });
  expect(screen.queryByRole("checkbox", { name: "Mails say what was written" })).toBeNull();
  rerender(<MailPanel account={{ ...account, mail_notices: true }} canSend={can} change={change} />);
  await userEvent.click(screen.getByRole("checkbox", { name: "Mails say what was written" }));
  expect(change).toHaveBeenLastCalledWith({ mail_text: true });
  // A script has set another wait than those on offer.
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "20 minutes" }).checked).toBe(true);
  await userEvent.click(screen.getByRole("radio", { name: "60 minutes" }));
  expect(change).toHaveBeenLastCalledWith({ mail_after: 60 });
});

it("is not there without a mail server", async () => {
  const canSend = vi.fn(async () => false);
  const { container } = render(<MailPanel account={account} canSend={canSend} change={async () => {}} />);
  await vi.waitFor(() => expect(canSend).toHaveResolved());
  expect(container.textContent).toBe("");
});
