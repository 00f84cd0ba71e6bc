// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import jsQR from "jsqr";
import { expect, it } from "vitest";
import { QRCode } from "./qr-code.tsx";

const SCALE = 4;

/** The picture as a camera would get it, from the rectangles of the path. */
function photograph(svg: Element): { pixels: Uint8ClampedArray; side: number } {
  const size = Number(svg.getAttribute("viewBox")?.split(" ")[2]);
  const side = size * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  const path = svg.querySelector("path")?.getAttribute("d") ?? "";
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row++) {
      const from = row * side + Number(x) * SCALE;
      for (let at = from; at < from + Number(length) * SCALE; at++) pixels.fill(0, at * 4, at * 4 + 3);
    }
  }
  return { pixels, side };
}

it.each([
  "https://chat.example.com/join/bX2v-9QzK-r7Lp",
  `https://chat.example.com/session/transfers/${"eyJf4-_9".repeat(12)}`,
])("says %s to another decoder", async (text) => {
  render(<QRCode label="Join link" text={text} />);
  const svg = screen.getByRole("img", { name: "Join link" });
  await expect.poll(() => svg.querySelector("path")?.getAttribute("d") ?? "").not.toBe("");
  const { pixels, side } = photograph(svg);
  expect(jsQR(pixels, side, side)?.data).toBe(text);
  const margin = [...pixels.subarray(0, side * 4 * SCALE * 4)];
  expect(
    margin.every((value) => value === 255),
    "the quiet zone is white",
  ).toBe(true);
});
