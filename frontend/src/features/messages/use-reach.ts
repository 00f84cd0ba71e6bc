import { type RefObject, useEffect, useRef } from "react";

/** Fetch before the reader gets there. */
const MARGIN = "600px 0px";

/** Calls `onReach` when the marked place comes near the view, and again after each change while it stays there. */
export function useReach(
  scroller: RefObject<HTMLElement | null>,
  active: boolean,
  content: unknown,
  onReach: () => void,
): RefObject<HTMLDivElement | null> {
  const mark = useRef<HTMLDivElement>(null);
  const reach = useRef(onReach);
  reach.current = onReach;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new observer reports anew after each change
  useEffect(() => {
    const place = mark.current;
    if (!active || !place || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) reach.current();
      },
      { root: scroller.current, rootMargin: MARGIN },
    );
    observer.observe(place);
    return () => observer.disconnect();
  }, [active, content, scroller]);

  return mark;
}
