// @vitest-environment jsdom
import { render } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { ALL_OFF } from "../lib/flags.ts";
import { memoryShelf } from "../lib/storage.ts";
import { Value } from "../lib/value.ts";
import { TestClock, user } from "../models/cast.ts";
import { Connection } from "../models/connection.ts";
import type { Desk } from "../models/desk.ts";
import { Drafts } from "../models/draft.ts";
import { OutboxShelf } from "../models/outbox-shelf.ts";
import { People } from "../models/people.ts";
import { TypingTracker } from "../models/typing-tracker.ts";
import { RoomComposer } from "./room-composer.tsx";

const drawn = vi.hoisted(() => vi.fn(() => null));
vi.mock("../features/composer/composer-tools.tsx", () => ({ ComposerTools: drawn }));
vi.mock("../lib/trix.ts", () => ({ hasTrix: () => false, loadTrix: () => new Promise(() => {}) }));

it("draws the composer once, however often the room around it is drawn", () => {
  const clock = new TestClock();
  const people = new People("david");
  people.replaceAll([user("david", "David")]);
  const wishes = Object.assign(new Value(new Set()), { load: vi.fn(), wish: vi.fn() });
  const chat = {
    me: "david",
    people,
    flags: new Value(ALL_OFF),
    typing: new TypingTracker(clock),
    connection: new Connection(clock),
    composing: new Drafts("david", clock),
    outbox: { shelf: new OutboxShelf("david", memoryShelf()) },
    signal: { typed: vi.fn(), stopped: vi.fn() },
  };
  const desk = {
    chat,
    wishes,
    devices: new Value([]),
    server: {},
    flash: { failed: vi.fn() },
  } as unknown as Desk;
  const sources: [] = [];
  const room = () => (
    <RoomComposer desk={desk} room="r" sources={sources} onSend={() => {}} onEditLast={() => {}} />
  );
  const { rerender } = render(room());
  const before = drawn.mock.calls.length;
  for (let message = 0; message < 50; message++) rerender(room());
  expect(before).toBeGreaterThan(0);
  expect(drawn).toHaveBeenCalledTimes(before);
});
