// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { TestClock } from "./cast.ts";
import { Drafts } from "./draft.ts";

const KEY = "draft/david/r";
let clock: TestClock;

beforeEach(() => {
  localStorage.clear();
  clock = new TestClock();
});

/** What another tab does to the storage. */
function elsewhere(value: string | null) {
  window.dispatchEvent(new StorageEvent("storage", { key: KEY, newValue: value }));
}

function open() {
  const draft = new Drafts("david", clock).of("r");
  const box = { set: vi.fn(), prepend: vi.fn() };
  const close = draft.open(box);
  return { draft, box, close };
}

describe("Draft", () => {
  it("is there again after a reload, one per room", () => {
    open().draft.write("<strong>half</strong>");
    const drafts = new Drafts("david", clock);
    expect(drafts.of("r").body).toBe("<strong>half</strong>");
    expect(drafts.of("other").body).toBe("");
    expect(new Drafts("eve", clock).of("r").body).toBe("");
  });

  it("is kept in memory when the browser's storage is full", () => {
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    const drafts = new Drafts("david", clock);
    drafts.of("r").write("half");
    expect(localStorage.getItem(KEY)).toBeNull();
    expect(drafts.of("r").body).toBe("half");
    expect(drafts.fleeting).toBe(true);
    drafts.of("r").sent();
    expect(drafts.fleeting).toBe(false);
  });

  it("follows another tab, and is gone in all when one sends", () => {
    const { draft, box } = open();
    elsewhere("half");
    expect(box.set).toHaveBeenLastCalledWith("half");
    elsewhere(null);
    expect(box.set).toHaveBeenLastCalledWith("");
    draft.write("mine");
    draft.sent();
    expect(localStorage.getItem(KEY)).toBeNull();
  });

  it("is not overwritten by less, nor by something else, while it is being typed", async () => {
    const { draft, box } = open();
    draft.write("a longer text");
    elsewhere("short");
    elsewhere("");
    elsewhere("something else that is even longer");
    expect(box.set).not.toHaveBeenCalled();
    expect(draft.body).toBe("a longer text");
    elsewhere("a longer text that goes on");
    expect(box.set).toHaveBeenCalledExactlyOnceWith("a longer text that goes on");
    await clock.pass(6_000);
    elsewhere("");
    expect(box.set).toHaveBeenLastCalledWith("");
  });

  it("that is long is written when the writer rests", async () => {
    const { draft, close } = open();
    const write = vi.spyOn(Storage.prototype, "setItem");
    for (let key = 0; key < 20; key++) draft.write("x".repeat(20_000 + key));
    expect(write).not.toHaveBeenCalled();
    await clock.pass(600);
    expect(write).toHaveBeenCalledTimes(1);
    draft.write("x".repeat(30_000));
    close();
    expect(localStorage.getItem(KEY)).toHaveLength(30_000);
  });

  it("takes a quote in front of what is written, on screen or not", () => {
    const { draft, box, close } = open();
    draft.quote("<blockquote>q</blockquote>");
    expect(box.prepend).toHaveBeenCalledWith("<blockquote>q</blockquote>");
    close();
    draft.write("mine");
    draft.quote("<blockquote>q</blockquote>");
    expect(draft.body).toBe("<blockquote>q</blockquote><div>mine</div>");
  });
});
