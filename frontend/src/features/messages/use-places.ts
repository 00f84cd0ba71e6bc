import { useEffect, useLayoutEffect, useRef } from "react";
import type { HistorySnapshot } from "../../models/history.ts";
import type { Timeline } from "../../models/timeline.ts";

type ToRow = (selector: string) => boolean;

/** Brings the permalinked message to the middle, once; or says that there is none. */
export function useTarget(
  target: number | null,
  history: HistorySnapshot,
  toRow: ToRow,
  onMissing: () => void,
) {
  const reached = useRef<number | null>(null);
  const missing = useRef(onMissing);
  missing.current = onMissing;
  const opened = target !== null && history.around === target && history.opening === "idle";
  useLayoutEffect(() => {
    if (target === null || reached.current === target) return;
    if (toRow(`[data-rseq="${target}"]`)) reached.current = target;
    else if (opened) {
      reached.current = target;
      missing.current();
    }
  });
}

/** One's own message is followed from wherever one was reading. */
export function useOwnSend(key: string | null, toEnd: () => void): void {
  const before = useRef(key);
  useLayoutEffect(() => {
    if (key && key !== before.current) toEnd();
    before.current = key;
  }, [key, toEnd]);
}

const MOST_ROWS = 300;
const SLACK = 20;

/** A list open for hours does not grow for ever: the end that is farther from the reader is let go. */
export function useLongEvening(timeline: Timeline, rows: number, farEnd: () => "oldest" | "newest"): void {
  useEffect(() => {
    if (rows > MOST_ROWS + SLACK) timeline.trim(farEnd(), MOST_ROWS);
  }, [timeline, rows, farEnd]);
}
