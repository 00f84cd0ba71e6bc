import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { place } from "../lib/place.ts";

interface PopPanelProps {
  /** What it hangs at. */
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: ReactNode;
}

/** A panel above the page, where nothing cuts it off. Closed by whatever happens outside; its keys are its own. */
export function PopPanel({ anchor, onClose, children }: PopPanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);

  useEffect(() => {
    close.current = onClose;
  });

  useLayoutEffect(() => {
    const box = panel.current;
    if (!box) return;
    const settle = () => {
      const button = anchor.current?.getBoundingClientRect();
      if (!button) return;
      const size = { width: box.offsetWidth, height: box.offsetHeight };
      const { x, y } = place(button, size, { width: window.innerWidth, height: window.innerHeight });
      box.style.setProperty("--pop-x", `${x}px`);
      box.style.setProperty("--pop-y", `${y}px`);
    };
    const elsewhere = ({ target }: Event) => {
      const outside = target instanceof Node && !box.contains(target) && !anchor.current?.contains(target);
      if (outside) close.current();
    };
    settle();
    const sized = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(settle);
    sized?.observe(box);
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
    window.addEventListener("resize", settle);
    document.addEventListener("scroll", settle, { capture: true, passive: true });
    return () => {
      sized?.disconnect();
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
      window.removeEventListener("resize", settle);
      document.removeEventListener("scroll", settle, { capture: true });
    };
  }, [anchor]);

  return createPortal(
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pressed here is not for what it hangs at
    <div className="pop" ref={panel} onKeyDown={(event) => event.stopPropagation()}>
      {children}
    </div>,
    document.body,
  );
}
