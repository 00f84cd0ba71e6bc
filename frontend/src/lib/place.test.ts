import { describe, expect, it } from "vitest";
import { place } from "./place.ts";

const WINDOW = { width: 400, height: 800 };
const PANEL = { width: 200, height: 300 };

function button(left: number, top: number) {
  return { left, top, right: left + 40, bottom: top + 40 };
}

describe("place", () => {
  it("puts the panel below its button, in the middle of it", () => {
    expect(place(button(180, 100), PANEL, WINDOW)).toEqual({ x: 100, y: 146, opens: "down" });
  });

  it("opens upwards where there is too little room below", () => {
    expect(place(button(180, 700), PANEL, WINDOW)).toEqual({ x: 100, y: 394, opens: "up" });
  });

  it("opens upwards where that is preferred and there is room", () => {
    expect(place(button(180, 400), PANEL, WINDOW, "up")).toEqual({ x: 100, y: 94, opens: "up" });
    expect(place(button(180, 100), PANEL, WINDOW, "up").opens).toBe("down");
  });

  it.each([
    [button(0, 100), 8],
    [button(360, 100), 192],
  ])("stays off both sides", (at, x) => expect(place(at, PANEL, WINDOW).x).toBe(x));

  it("shows its beginning in a window that is too low for it", () => {
    expect(place(button(180, 100), PANEL, { width: 400, height: 250 }).y).toBe(8);
  });
});
