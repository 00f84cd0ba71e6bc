// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { memoryShelf } from "../../lib/storage.ts";
import { TestClock } from "../../models/cast.ts";
import { Outbox } from "../../models/outbox.ts";
import { UnsentTexts } from "./unsent-texts.tsx";

it("keeps what was written for this room until its writer throws it away", async () => {
  const outbox = new Outbox({
    user: "ada",
    shelf: memoryShelf(),
    deliver: () => false,
    clock: new TestClock(),
  });
  outbox.send("kitchen", "First words", "First words");
  outbox.send("attic", "Elsewhere", "Elsewhere");
  outbox.send("kitchen", "Second words", "Second words");
  render(<UnsentTexts outbox={outbox} room="kitchen" />);
  const texts = () =>
    screen.queryAllByRole("listitem").map((item) => item.querySelector("span")?.textContent);
  expect(texts()).toEqual(["First words", "Second words"]);

  const hand = userEvent.setup();
  await hand.click(screen.getAllByRole("button", { name: "Copy this text" })[1] ?? document.body);
  expect(await navigator.clipboard.readText()).toBe("Second words");

  for (const left of [["Second words"], []]) {
    await hand.click(screen.getAllByRole("button", { name: "Delete this text" })[0] ?? document.body);
    expect(texts()).toEqual(left);
  }
  expect(outbox.itemsFor("attic")).toHaveLength(1);
});
