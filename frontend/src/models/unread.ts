/**
 * Unread is arithmetic over two numbers, never a counter that is pushed up and down: every number after
 * the marker counts unless it is deleted or our own. The server's own count (bootstrap, read.updated)
 * anchors it; what we hear after the anchor is corrected number by number.
 */
export interface UnreadState {
  readonly head: number;
  /** Ours: may run ahead of the server's while a `read` is on its way. */
  readonly read: number;
  readonly server_read: number;
  readonly anchor: { readonly head: number; readonly read: number; readonly unread: number };
  /** Numbers that do not count: deleted, or our own. */
  readonly skipped: ReadonlySet<number>;
  readonly mentions: number;
}

export interface Counts {
  head_rseq: number;
  read_rseq: number;
  unread: number;
  mentions: number;
}

export function anchored(counts: Counts): UnreadState {
  const { head_rseq: head, read_rseq: read, unread, mentions } = counts;
  return { head, read, server_read: read, anchor: { head, read, unread }, skipped: new Set(), mentions };
}

export function unreadCount(state: UnreadState): number {
  const { anchor, head, read, skipped } = state;
  let count = 0;
  if (read < anchor.head) {
    const possible = anchor.head - Math.max(read, anchor.read);
    let gone = 0;
    for (const rseq of skipped) if (rseq > read && rseq <= anchor.head) gone++;
    count += Math.max(0, Math.min(possible, anchor.unread) - gone);
  }
  const from = Math.max(read, anchor.head);
  count += Math.max(0, head - from);
  for (const rseq of skipped) if (rseq > from && rseq <= head) count--;
  return Math.max(0, count);
}

export function created(
  state: UnreadState,
  message: { rseq: number; mine: boolean; mentionsMe: boolean; deleted: boolean },
): UnreadState {
  if (message.rseq <= state.head) return state;
  const next = { ...state, head: message.rseq };
  if (message.mine) {
    return { ...next, read: Math.max(state.read, message.rseq), server_read: message.rseq, mentions: 0 };
  }
  if (message.deleted) return { ...next, skipped: withNumber(state, message.rseq) };
  return message.mentionsMe && message.rseq > state.read ? { ...next, mentions: state.mentions + 1 } : next;
}

export function deleted(state: UnreadState, rseq: number, mine: boolean): UnreadState {
  if (mine && rseq <= state.anchor.head) return state;
  return { ...state, head: Math.max(state.head, rseq), skipped: withNumber(state, rseq) };
}

/** What this window showed. Never back. */
export function seen(state: UnreadState, rseq: number): UnreadState {
  const read = Math.min(rseq, state.head);
  if (read <= state.read) return state;
  return { ...state, read, mentions: read >= state.head ? 0 : state.mentions };
}

/**
 * The server's marker, in log order. It only ever goes back when somebody said "mark unread"; then ours
 * goes with it. Otherwise ours may be ahead, its own `read` still on the way.
 */
export function serverRead(state: UnreadState, counts: Omit<Counts, "head_rseq">): UnreadState {
  const markedUnread = counts.read_rseq < state.server_read;
  const rebased = anchored({ ...counts, head_rseq: state.head });
  return markedUnread ? rebased : { ...rebased, read: Math.max(state.read, counts.read_rseq) };
}

function withNumber(state: UnreadState, rseq: number): ReadonlySet<number> {
  return new Set([...state.skipped].filter((number) => number > state.read)).add(rseq);
}
