import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Within this many pixels of the end, the list follows what arrives. */
const NEAR_PX = 100;

interface Anchor {
  row: string;
  top: number;
}

interface ScrollOptions {
  /** Changes whenever rows come or go. */
  content: unknown;
  /** The end of the list is the end of the room. */
  complete: boolean;
}

export interface Scroll {
  scroller: RefObject<HTMLDivElement | null>;
  list: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  onScroll: () => void;
  toEnd: () => void;
  toRow: (selector: string) => boolean;
  /** The end of the list that is farther from what is being read. */
  farEnd: () => "oldest" | "newest";
}

/**
 * Keeps the reader's place. At the end of the room it follows; anywhere else the row at the top of the
 * view stays exactly where it is, whatever is added above or below it.
 */
export function useScroll({ content, complete }: ScrollOptions): Scroll {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const anchor = useRef<Anchor | null>(null);
  const [atEnd, setAtEnd] = useState(true);

  const remember = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    const near = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    following.current = near && complete;
    setAtEnd(near && complete);
    anchor.current = firstInView(box, list.current);
  }, [complete]);

  const settle = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    if (following.current) box.scrollTop = box.scrollHeight;
    else restore(box, anchor.current);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows are what it settles
  useLayoutEffect(() => {
    settle();
    remember();
  }, [content, settle, remember]);

  useEffect(() => {
    const box = scroller.current;
    const inner = list.current;
    if (!box || !inner || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(settle);
    observer.observe(box);
    observer.observe(inner);
    return () => observer.disconnect();
  }, [settle]);

  const toEnd = useCallback(() => {
    following.current = true;
    setAtEnd(true);
    settle();
  }, [settle]);

  const toRow = useCallback(
    (selector: string) => {
      const row = list.current?.querySelector(selector);
      if (!row) return false;
      following.current = false;
      row.scrollIntoView({ block: "center" });
      remember();
      return true;
    },
    [remember],
  );

  const farEnd = useCallback(() => {
    const box = scroller.current;
    if (!box || following.current) return "oldest";
    return box.scrollTop > box.scrollHeight - box.clientHeight - box.scrollTop ? "oldest" : "newest";
  }, []);

  return { scroller, list, atEnd, onScroll: remember, toEnd, toRow, farEnd };
}

function firstInView(box: HTMLElement, list: HTMLElement | null): Anchor | null {
  const rows = list?.querySelectorAll<HTMLElement>("[data-row]");
  if (!rows) return null;
  const edge = box.getBoundingClientRect().top;
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
    else low = middle + 1;
  }
  const row = rows[low];
  return row ? { row: row.dataset.row ?? "", top: row.getBoundingClientRect().top - edge } : null;
}

function restore(box: HTMLElement, anchor: Anchor | null): void {
  if (!anchor) return;
  const row = box.querySelector(`[data-row="${CSS.escape(anchor.row)}"]`);
  if (!row) return;
  const top = row.getBoundingClientRect().top - box.getBoundingClientRect().top;
  if (top !== anchor.top) box.scrollTop += top - anchor.top;
}
