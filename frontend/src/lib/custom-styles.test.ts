// @vitest-environment jsdom
import { beforeEach, expect, it } from "vitest";
import { undressIfAsked, wear } from "./custom-styles.ts";

beforeEach(() => {
  document.head.innerHTML = '<link id="custom-styles" rel="stylesheet" href="/custom.css">';
  document.body.innerHTML = "<p>Here</p>";
  undressIfAsked("");
});

function color(): string {
  return getComputedStyle(document.querySelector("p") as HTMLElement).color;
}

it("wears new styles in place of those that the page came with", () => {
  wear("p { color: rgb(1, 2, 3) }");
  expect(color()).toBe("rgb(1, 2, 3)");
  expect(document.getElementById("custom-styles")).toBeNull();
  wear("p { color: rgb(4, 5, 6) }");
  expect(color()).toBe("rgb(4, 5, 6)");
  expect(document.querySelectorAll("style").length).toBe(1);
  wear("");
  expect(color()).not.toBe("rgb(4, 5, 6)");
});

it("closes no tag: markup in the styles stays text", () => {
  wear("</style><b id='broken-out'></b>");
  expect(document.getElementById("broken-out")).toBeNull();
});

it("wears nothing in a page that was opened with ?plain", () => {
  undressIfAsked("?plain");
  expect(document.getElementById("custom-styles")).toBeNull();
  wear("p { color: rgb(1, 2, 3) }");
  expect(color()).not.toBe("rgb(1, 2, 3)");
});
