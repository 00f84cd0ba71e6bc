// @vitest-environment jsdom
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeEach, expect, it, vi } from "vitest";
import { chooseTheme, chosenTheme } from "./theme.ts";

const script = readFileSync(resolve(import.meta.dirname, "../../public/theme.js"), "utf8");

let systemIsDark = false;
let systemChanged = () => {};

function loadPage() {
  document.head.innerHTML = '<meta name="theme-color" content="">';
  const system = {
    get matches() {
      return systemIsDark;
    },
    addEventListener: (_type: string, listener: () => void) => {
      systemChanged = listener;
    },
  };
  vi.stubGlobal("matchMedia", () => system);
  new Function(script)();
}

function shown() {
  return [document.documentElement.dataset.theme, document.querySelector("meta")?.content];
}

beforeEach(() => {
  localStorage.clear();
  systemIsDark = false;
});

it("follows the system until somebody chooses, and again when they choose that", () => {
  loadPage();
  expect(shown()).toEqual(["light", "#ffffff"]);
  systemIsDark = true;
  systemChanged();
  expect(shown()).toEqual(["dark", "#0f0b09"]);
  chooseTheme("light");
  expect(shown()).toEqual(["light", "#ffffff"]);
  chooseTheme("system");
  expect(shown()[0]).toBe("dark");
  expect(chosenTheme()).toBe("system");
});

it("keeps the choice for the next page, which has it before our code runs", () => {
  loadPage();
  chooseTheme("dark");
  delete document.documentElement.dataset.theme;
  loadPage();
  expect(shown()[0]).toBe("dark");
  expect(chosenTheme()).toBe("dark");
});

it("takes a choice made in another tab", () => {
  loadPage();
  localStorage.setItem("theme", "dark");
  window.dispatchEvent(new StorageEvent("storage", { key: "theme" }));
  expect(shown()[0]).toBe("dark");
});
