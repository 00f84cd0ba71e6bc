// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { BrowserKind } from "../../lib/browser.ts";
import { installation } from "../../lib/install.ts";
import { NotificationHelp } from "./notification-help.tsx";

const install = () => screen.queryByRole("heading", { name: "Install Campfire as a web app" });

it.each<[BrowserKind, RegExp, RegExp | null]>([
  [{ browser: "chrome", system: "windows" }, /site settings/, /sign for installing/],
  [{ browser: "chrome", system: "ios" }, /only installed web apps/, /Add to Home Screen/],
  [{ browser: "firefox", system: "other" }, /crossed-out sign/, null],
  [{ browser: "firefox", system: "android" }, /open the permissions/, /home screen/],
  [{ browser: "safari", system: "mac" }, /Websites/, /Add to Dock/],
])("tells a person with %j what they can press there", (kind, browser, installing) => {
  render(<NotificationHelp kind={kind} />);
  expect(screen.getByText(browser)).toBeTruthy();
  if (installing) expect(screen.getByText(installing)).toBeTruthy();
  else expect(install()).toBeNull();
});

it("installs with one press where the browser offers it", async () => {
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  const window = new EventTarget();
  installation.listen(window);
  render(<NotificationHelp kind={{ browser: "chrome", system: "windows" }} />);
  const button = () => screen.queryByRole("button", { name: "Install now" });
  expect(button()).toBeNull();
  const prompt = vi.fn(async () => ({ outcome: "accepted" }));
  act(() => void window.dispatchEvent(Object.assign(new Event("beforeinstallprompt"), { prompt })));
  await userEvent.click(button() as HTMLElement);
  expect(prompt).toHaveBeenCalledOnce();
  expect(button()).toBeNull();
});

it("tells nobody to install what is installed", () => {
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  render(<NotificationHelp kind={{ browser: "chrome", system: "windows" }} />);
  expect(install()).toBeNull();
});
