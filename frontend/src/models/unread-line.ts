import type { Row } from "./rows.ts";
import type { TimelineSnapshot } from "./timeline.ts";

export interface UnreadLine {
  /** The row that the line stands above. */
  key: string | null;
  /** Its place is not loaded; the way there leads through a page around it. */
  elsewhere: boolean;
}

const NONE: UnreadLine = { key: null, elsewhere: false };

/** Where "New messages" belongs: above the first message of somebody else after the number that was read. */
export function unreadLine(
  { rows, has_before, has_after }: TimelineSnapshot,
  readTo: number | null,
  me: string,
): UnreadLine {
  if (readTo === null) return NONE;
  const first = rows[0];
  const firstNumber = first?.state === "sent" ? first.message.rseq : 0;
  if (has_before && firstNumber > readTo + 1) return { key: null, elsewhere: true };
  const row = rows.find((one) => isNew(one, readTo, me));
  return row ? { key: row.key, elsewhere: false } : { key: null, elsewhere: has_after };
}

function isNew(row: Row, readTo: number, me: string): boolean {
  return row.state === "sent" && row.message.rseq > readTo && row.message.author !== me;
}
