// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ALL_OFF } from "../../lib/flags.ts";
import { Drafts } from "../../models/draft.ts";
import { Composer, type ComposerProps } from "./composer.tsx";

// The plain box; the editor itself needs a browser and is walked through in e2e/composer.test.ts.
vi.mock("../../lib/trix.ts", () => ({
  hasTrix: () => false,
  loadTrix: () => Promise.reject(new Error("offline")),
}));

const calls = {
  onSend: vi.fn(),
  onTyping: vi.fn(),
  onStopped: vi.fn(),
  onEditLast: vi.fn(),
  onWish: vi.fn(),
  onExplain: vi.fn(),
  onFile: vi.fn(async () => true),
};
const NO_SOURCES: ComposerProps["sources"] = [];

function show(change: Partial<ComposerProps> = {}): HTMLTextAreaElement {
  const draft = new Drafts("david").of("watercooler");
  const props = { draft, flags: ALL_OFF, sources: NO_SOURCES, wished: false, ...calls, ...change };
  render(<Composer {...props} />);
  return screen.getByRole("textbox", { name: "Write a message" });
}

function file(name: string, type = "text/plain"): File {
  return new File(["secret"], name, { type });
}

function touch(matches: boolean) {
  vi.stubGlobal("matchMedia", () => ({ matches }));
}

beforeEach(() => {
  vi.clearAllMocks();
  localStorage.clear();
  touch(false);
});

describe("Composer", () => {
  it("sends on Enter and by the button, and empties itself", async () => {
    const box = show();
    expect(document.activeElement).toBe(box);
    await userEvent.type(box, "hello{Enter}");
    expect(calls.onSend).toHaveBeenLastCalledWith("hello", "hello");
    expect(box.value).toBe("");
    await userEvent.type(box, "again");
    await userEvent.click(screen.getByRole("button", { name: "Send Message" }));
    expect(calls.onSend).toHaveBeenLastCalledWith("again", "again");
  });

  it("makes a line of Shift+Enter, and of Enter on a touch screen", async () => {
    await userEvent.type(show(), "one{Shift>}{Enter}{/Shift}two{Enter}");
    expect(calls.onSend).toHaveBeenCalledWith("one\ntwo", "one<br>two");
  });

  it("sends on a touch screen only by the button", async () => {
    touch(true);
    const box = show();
    await userEvent.type(box, "one{Enter}two");
    expect(calls.onSend).not.toHaveBeenCalled();
    expect(box.value).toBe("one\ntwo");
  });

  it("leaves the Enter of a composition alone", () => {
    const box = show();
    fireEvent.change(box, { target: { value: "にほん" } });
    fireEvent.keyDown(box, { key: "Enter", isComposing: true });
    fireEvent.keyDown(box, { key: "Enter", keyCode: 229 });
    expect(calls.onSend).not.toHaveBeenCalled();
  });

  it("does not send nothing", async () => {
    await userEvent.type(show(), "  {Enter}");
    expect(calls.onSend).not.toHaveBeenCalled();
  });

  it("edits my last message on arrow up, when empty", async () => {
    const box = show();
    await userEvent.type(box, "{ArrowUp}");
    expect(calls.onEditLast).toHaveBeenCalledTimes(1);
    await userEvent.type(box, "x{ArrowUp}");
    expect(calls.onEditLast).toHaveBeenCalledTimes(1);
  });

  it("remembers half a message", async () => {
    await userEvent.type(show(), "half");
    expect(localStorage.getItem("draft/david/watercooler")).toBe("half");
    expect(calls.onTyping).toHaveBeenCalled();
  });

  it("shows why a file is not taken, keeps the text, and looks into no file", async () => {
    const fetch = vi.spyOn(globalThis, "fetch");
    const read = vi.spyOn(File.prototype, "slice");
    const url = vi.fn();
    vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: url }));
    const box = show();
    await userEvent.type(box, "half");
    expect(screen.queryByText("Available in v2.0")).toBeNull();
    const attach = screen.getByRole("button", { name: "Attach a file" });
    expect(attach.getAttribute("aria-disabled")).toBe("true");
    await userEvent.click(attach);
    expect(screen.getByText("Available in v2.0")).toBeTruthy();
    await userEvent.click(attach);
    expect(screen.queryByText("Available in v2.0")).toBeNull();

    const dropped = { types: ["Files"], files: [file("plan.pdf")] };
    expect(fireEvent.dragOver(document.body, { dataTransfer: dropped })).toBe(false);
    expect(fireEvent.drop(document.body, { dataTransfer: dropped })).toBe(false);
    expect(screen.getByText("Available in v2.0")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "I want this" }));
    expect(calls.onWish).toHaveBeenCalledTimes(1);
    await userEvent.click(screen.getByRole("button", { name: "Send Message" }));
    expect(calls.onSend).toHaveBeenCalledWith("half", "half");
    expect(calls.onFile).not.toHaveBeenCalled();
    for (const reader of [fetch, read, url]) expect(reader).not.toHaveBeenCalled();
  });

  it("queues files by name once they are on, and sends each by itself", async () => {
    show({ flags: { ...ALL_OFF, files_enabled: true, max_file_size: 1024 } });
    const files = [file("zebra.txt"), file("ant.txt"), file("bee.txt")];
    fireEvent.drop(document.body, { dataTransfer: { types: ["Files"], files } });
    const names = () => screen.getAllByRole("listitem").map((one) => one.textContent);
    expect(names()).toEqual(["ant.txt", "bee.txt", "zebra.txt"]);
    await userEvent.click(screen.getByTitle("Remove bee.txt"));
    calls.onFile.mockResolvedValueOnce(true).mockResolvedValueOnce(false);
    await userEvent.click(screen.getByRole("button", { name: "Send Message" }));
    expect(calls.onFile.mock.calls.flat().map(({ name }: File) => name)).toEqual(["ant.txt", "zebra.txt"]);
    // What was refused is still there.
    expect(names()).toEqual(["zebra.txt"]);
    const large = new File(["x".repeat(2000)], "film.mp4");
    fireEvent.drop(document.body, { dataTransfer: { types: ["Files"], files: [large] } });
    expect(screen.getByRole("alert").textContent).toContain("film.mp4");
    expect(names()).toEqual(["zebra.txt"]);
  });

  it("says that a text is too long, keeps it, and sends it not", async () => {
    const box = show();
    fireEvent.change(box, { target: { value: "long ".repeat(20_000) } });
    expect(screen.getByRole("alert").textContent).toContain("too long");
    await userEvent.click(screen.getByRole("button", { name: "Send Message" }));
    expect(calls.onSend).not.toHaveBeenCalled();
    expect(box.value).toHaveLength(100_000);
  });

  it("puts a quote in front of what is written", async () => {
    const draft = new Drafts("david").of("watercooler");
    const box = show({ draft });
    await userEvent.type(box, "indeed");
    draft.quote("<blockquote>Soup at noon</blockquote><cite>— Ada</cite>");
    await screen.findByDisplayValue(/Soup at noon/);
    expect(box.value).toBe("> Soup at noon\n— Ada\nindeed");
  });
});
