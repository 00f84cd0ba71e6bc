// @vitest-environment jsdom
import { act, fireEvent, render, screen } from "@testing-library/react";
import type { TrixElement } from "trix";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Editor } from "./editor.tsx";
import type { EditorBox } from "./editor-types.ts";

const gate = vi.hoisted(() => ({ open: () => {}, wait: Promise.resolve(), ready: false }));

vi.mock("../lib/trix.ts", async (original) => {
  const actual = await original<typeof import("../lib/trix.ts")>();
  return { ...actual, hasTrix: () => gate.ready, loadTrix: () => gate.wait.then(() => actual.loadTrix()) };
});

beforeEach(() => {
  gate.ready = false;
  gate.wait = new Promise((open) => {
    gate.open = open;
  });
});

const onChange = vi.fn();

function show(initial = "") {
  const box: { current: EditorBox | null } = { current: null };
  const props = { label: "Write", initial, autoFocus: true, toolbar: false, sources: [], onPress: vi.fn() };
  render(<Editor {...props} ref={box} onChange={onChange} />);
  return { box, plain: screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Write" }) };
}

async function arrive(): Promise<TrixElement> {
  gate.open();
  await vi.waitFor(() => expect(document.querySelector("trix-editor")).toBeTruthy(), 5_000);
  const element = document.querySelector<TrixElement>("trix-editor");
  if (!element) throw new Error("no editor");
  return element;
}

describe("Editor", () => {
  it("goes over to the rich box with its text, its caret and the focus", async () => {
    const { box, plain } = show();
    expect(document.activeElement).toBe(plain);
    fireEvent.change(plain, { target: { value: "half a\nthought " } });
    plain.setSelectionRange(4, 6);
    const element = await arrive();
    expect(document.querySelector("textarea")).toBeNull();
    expect(document.activeElement).toBe(element);
    expect(element.editor.getDocument().toString()).toBe("half a\nthought \n");
    expect(element.editor.getSelectedRange()).toEqual([4, 6]);
    expect(box.current?.body()).toBe("half a<br>thought");
    expect(element.getAttribute("aria-label")).toBe("Write");
  });

  it("leaves a word to the input method until it is done", async () => {
    const { plain } = show();
    fireEvent.compositionStart(plain);
    gate.open();
    await act(() => new Promise((done) => setTimeout(done, 50)));
    expect(document.querySelector("trix-editor")).toBeNull();
    fireEvent.change(plain, { target: { value: "日本" } });
    fireEvent.compositionEnd(plain);
    const element = await arrive();
    expect(element.editor.getDocument().toString()).toBe("日本\n");
  });

  it("keeps what was formatted before, touched or not", async () => {
    const { box, plain } = show("<strong>half</strong> a");
    expect(plain.value).toBe("half a");
    fireEvent.change(plain, { target: { value: "half a thought" } });
    expect(onChange).toHaveBeenLastCalledWith("<strong>half</strong> a thought");
    await arrive();
    expect(box.current?.body()).toBe("<strong>half</strong> a thought");
  });
});
