// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { message } from "../../models/cast.ts";
import { SOUNDS } from "../../models/sound-catalogue.ts";
import { SoundBody } from "./sound-body.tsx";

const play = vi.fn(async function (this: HTMLMediaElement) {});

beforeEach(() => {
  play.mockClear();
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(play);
});

function show(sound: string) {
  const command = `/play ${sound}`;
  return render(
    <SoundBody message={message(1, { kind: "sound", sound, body: command, body_text: command })} />,
  );
}

it("shows its words and plays when asked, never by itself", async () => {
  show("tada");
  expect(screen.getByText("plays a fanfare 🎏")).toBeTruthy();
  expect(play).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "🔊" }));
  expect(play).toHaveBeenCalledOnce();
});

it("shows a picture of our own, with words for who does not see it", () => {
  show("nyan");
  const picture = screen.getByRole("img", { name: "A star that leaves a rainbow" });
  expect(picture.getAttribute("src")).toMatch(/nyan.*svg/);
  expect(picture.getAttribute("width")).toBe("132");
});

it("every sound shows words or a picture", () => {
  for (const { name, shows } of SOUNDS) {
    const { unmount } = show(name);
    const picture = screen.queryByRole("img")?.getAttribute("src");
    expect(picture ? picture.includes(name) : shows, name).toBeTruthy();
    unmount();
  }
});

it("that this page does not know yet shows its command", () => {
  show("fromtomorrow");
  expect(screen.getByText("/play fromtomorrow")).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

it("a browser that refuses is no trouble", async () => {
  play.mockRejectedValueOnce(new DOMException("no", "NotAllowedError"));
  show("bell");
  await userEvent.click(screen.getByRole("button", { name: "🔊" }));
  expect(screen.getByText("🔔")).toBeTruthy();
});
