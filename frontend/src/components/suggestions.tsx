import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { place } from "../lib/place.ts";

export interface Suggestion {
  id: string;
  shows: ReactNode;
}

interface SuggestionsProps {
  /** The text box names it in aria-controls, its options in aria-activedescendant. */
  id: string;
  label: string;
  items: readonly Suggestion[];
  at: number;
  /** Where in the window the word is that is being typed. */
  caret: DOMRect;
  onPick: (index: number) => void;
}

/** The id of the option that the keys would take. */
export function optionId(list: string, index: number): string {
  return `${list}-${index}`;
}

/** What a half-typed word may become. The focus stays in the text: its keys move `at`. */
export function Suggestions({ id, label, items, at, caret, onPick }: SuggestionsProps) {
  const list = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const box = list.current;
    if (!box || items.length === 0) return;
    const size = { width: box.offsetWidth, height: box.offsetHeight };
    const edges = { top: caret.top, bottom: caret.bottom, left: caret.left, right: caret.left + size.width };
    const { x, y } = place(edges, size, { width: window.innerWidth, height: window.innerHeight }, "up");
    box.style.setProperty("--pop-x", `${x}px`);
    box.style.setProperty("--pop-y", `${y}px`);
  }, [caret, items]);

  useEffect(() => {
    list.current?.children[at]?.scrollIntoView?.({ block: "nearest" });
  }, [at]);

  return createPortal(
    <div className="pop suggestions" id={id} ref={list} role="listbox" aria-label={label}>
      {items.map((item, index) => (
        <div
          className="suggestions__one"
          key={item.id}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          // Before the text would lose its focus, and with it the caret.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(index)}
          onKeyDown={(event) => event.key === "Enter" && onPick(index)}
        >
          {item.shows}
        </div>
      ))}
    </div>,
    document.body,
  );
}
