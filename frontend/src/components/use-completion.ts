import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { TrixElement } from "trix";
import { newMention } from "../lib/trix.ts";
import { isInCode } from "../lib/typing-rules.ts";
import type { Completion, CompletionSource } from "./editor-types.ts";
import { optionId } from "./suggestions.tsx";

interface Found {
  label: string;
  items: readonly Completion[];
  /** Where in the text the half word stands. */
  from: number;
  to: number;
  caret: DOMRect | null;
}

const NOTHING: Found = { label: "", items: [], from: 0, to: 0, caret: null };

export interface CompletionState {
  label: string;
  found: readonly Completion[];
  at: number;
  caret: DOMRect | null;
  /** The text or the caret changed. */
  look: () => void;
  /** True when the key was for the list. */
  press: (key: string) => boolean;
  pick: (index: number) => void;
}

/** The list that opens while a name, an emoji or a sound is being typed. Space is a letter like any other. */
export function useCompletion(
  box: RefObject<TrixElement | null>,
  sources: readonly CompletionSource[],
  list: string,
): CompletionState {
  const [found, setFound] = useState(NOTHING);
  const [at, setAt] = useState(0);
  const turn = useRef(0);
  const shunned = useRef(-1);
  const known = useRef(sources);

  useEffect(() => {
    known.current = sources;
  });

  const look = useCallback(() => {
    const mine = ++turn.current;
    const asked = askedBy(box.current, known.current);
    if (!asked) shunned.current = -1;
    if (!asked || asked.from === shunned.current) {
      setFound(NOTHING);
      return;
    }
    const { source, query, from, to } = asked;
    const show = (items: Completion[]) => {
      if (mine !== turn.current) return;
      setFound({ label: source.label, items, from, to, caret: rectAt(box.current, from) });
      setAt(0);
    };
    const answer = source.find(query);
    if (Array.isArray(answer)) show(answer);
    else answer.then(show, () => show([]));
  }, [box]);

  useEffect(() => {
    const element = box.current;
    const close = () => setFound(NOTHING);
    element?.addEventListener("trix-blur", close);
    return () => element?.removeEventListener("trix-blur", close);
  }, [box]);

  const open = found.items.length > 0;
  // With the list, not after it: who hears of the one hears of the other.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.setAttribute("aria-autocomplete", "list");
    if (open) {
      element.setAttribute("aria-controls", list);
      element.setAttribute("aria-activedescendant", optionId(list, at));
    } else {
      element.removeAttribute("aria-controls");
      element.removeAttribute("aria-activedescendant");
    }
  }, [box, open, at, list]);

  function pick(index: number) {
    const item = found.items[index];
    if (box.current && item) commit(box.current, found, item);
    setFound(NOTHING);
  }

  function press(key: string): boolean {
    const many = found.items.length;
    if (many === 0) return false;
    if (key === "ArrowDown" || key === "ArrowUp") setAt((at + (key === "ArrowDown" ? 1 : many - 1)) % many);
    else if (key === "Enter" || key === "Tab") pick(at);
    else if (key === "Escape") {
      shunned.current = found.from;
      setFound(NOTHING);
    } else return false;
    return true;
  }

  return { label: found.label, found: found.items, at, caret: found.caret, look, press, pick };
}

function askedBy(element: TrixElement | null, sources: readonly CompletionSource[]) {
  if (!element?.contains(document.activeElement)) return null;
  const { editor } = element;
  const [to, end] = editor.getSelectedRange();
  if (to !== end || isInCode(editor)) return null;
  const before = editor.getDocument().toString().slice(0, to);
  const line = before.slice(before.lastIndexOf("\n") + 1).replaceAll("\u00a0", " ");
  for (const source of sources) {
    const match = source.typed.exec(line);
    const [, whole, query] = match ?? [];
    if (whole !== undefined && query !== undefined) return { source, query, from: to - whole.length, to };
  }
  return null;
}

function rectAt(element: TrixElement | null, position: number): DOMRect | null {
  if (!element) return null;
  return element.editor.getClientRectAtPosition(position) ?? element.getBoundingClientRect();
}

function commit({ editor }: TrixElement, { from, to }: Found, { mention, text, onPicked }: Completion): void {
  onPicked?.();
  editor.recordUndoEntry("Completion");
  editor.setSelectedRange([from, to]);
  const attachment = mention && newMention(mention.user, mention.name);
  if (attachment) editor.insertAttachment(attachment);
  else editor.insertString(text ?? "");
  if (attachment) editor.insertString(" ");
}
