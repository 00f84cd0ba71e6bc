import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { arrowFocus } from "../../lib/arrow-focus.ts";
import { place } from "../../lib/place.ts";

export interface Menu {
  details: RefObject<HTMLDetailsElement | null>;
  panel: RefObject<HTMLDivElement | null>;
  open: boolean;
  /** "" until the panel has its place. */
  opens: string;
  toggle: (byKey: boolean) => void;
  close: (focusBack?: boolean) => void;
  press: (event: KeyboardEvent) => void;
}

/** A panel that hangs at a button: off the edges, closed by Escape, by the button and by whatever happens outside. */
export function useMenu(): Menu {
  const details = useRef<HTMLDetailsElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const byKey = useRef(false);
  const before = useRef<Element | null>(null);
  const [open, setOpen] = useState(false);
  const [opens, setOpens] = useState("");

  function toggle(key: boolean) {
    byKey.current = key;
    before.current = document.activeElement;
    setOpens("");
    setOpen(!open);
  }

  function close(focusBack = false) {
    setOpen(false);
    if (!focusBack) return;
    const row = details.current?.closest("[data-row]");
    const place =
      before.current && row?.contains(before.current) ? before.current : summaryOf(details.current);
    if (place instanceof HTMLElement) place.focus({ preventScroll: true });
  }

  // Before the next paint: whoever sees the panel sees it in its place, and can close it.
  useLayoutEffect(() => {
    if (!open) return;
    const settle = () => {
      const button = summaryOf(details.current)?.getBoundingClientRect();
      const box = panel.current;
      if (!button || !box) return;
      const size = { width: box.offsetWidth, height: box.offsetHeight };
      const { x, y, opens } = place(button, size, { width: window.innerWidth, height: window.innerHeight });
      box.style.setProperty("--menu-x", `${x}px`);
      box.style.setProperty("--menu-y", `${y}px`);
      setOpens(opens);
    };
    const elsewhere = (event: Event) => {
      if (!details.current?.contains(event.target as Node)) setOpen(false);
    };
    settle();
    if (byKey.current) panel.current?.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
    window.addEventListener("resize", settle);
    document.addEventListener("scroll", settle, { capture: true, passive: true });
    return () => {
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
      window.removeEventListener("resize", settle);
      document.removeEventListener("scroll", settle, { capture: true });
    };
  }, [open]);

  useEffect(() => {
    if (!open) return;
    const pressed = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      close(true);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });

  function press(event: KeyboardEvent) {
    const box = panel.current;
    if (!box || !arrowFocus(box, event.key, getComputedStyle(box).direction === "rtl")) return;
    event.preventDefault();
    event.stopPropagation();
  }

  return { details, panel, open, opens, toggle, close, press };
}

function summaryOf(details: HTMLElement | null): HTMLElement | null | undefined {
  return details?.querySelector("summary");
}
