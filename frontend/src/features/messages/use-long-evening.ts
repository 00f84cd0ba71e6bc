import { useEffect } from "react";
import type { Timeline } from "../../models/timeline.ts";

const MOST_ROWS = 300;
const SLACK = 100;

/** A list open for hours does not grow for ever: the end that nobody looks at is let go. */
export function useLongEvening(timeline: Timeline, rows: number, atEnd: boolean): void {
  useEffect(() => {
    if (rows > MOST_ROWS + SLACK) timeline.trim(atEnd ? "oldest" : "newest", MOST_ROWS);
  }, [timeline, rows, atEnd]);
}
