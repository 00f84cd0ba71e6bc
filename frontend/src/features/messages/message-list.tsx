import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { Icon } from "../../components/icon.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { useCalmSnapshot } from "../../components/use-calm-snapshot.ts";
import { useSnapshot } from "../../components/use-snapshot.ts";
import { useVisible } from "../../components/use-visible.ts";
import { words } from "../../language/index.ts";
import type { Id } from "../../lib/wire.ts";
import type { History } from "../../models/history.ts";
import type { Outbox } from "../../models/outbox.ts";
import { unreadLine } from "../../models/unread-line.ts";
import { Announcer } from "./announcer.tsx";
import { MessageRows } from "./message-rows.tsx";
import { moveByKeys } from "./move-by-keys.ts";
import { PageEdge } from "./page-edge.tsx";
import type { MessageTools } from "./tools.ts";
import { UnreadJump } from "./unread-jump.tsx";
import { useLongEvening, useOwnSend, useTarget } from "./use-places.ts";
import { useScroll } from "./use-scroll.ts";

interface MessageListProps extends MessageTools {
  history: History;
  outbox: Outbox;
  /** The number in a permalink. */
  target: number | null;
  /** What was unread on arrival: how many, and after which number. */
  unread: { after: number; count: number } | null;
  editing: Id | null;
  onSeen: (rseq: number) => void;
  onNewest: () => void;
  /** There is no message with the number in the permalink. */
  onMissing: () => void;
  /** A quiet sentence above the list. */
  notice?: string;
  /** Shown above the first message of the room. */
  opening: ReactNode;
}

export function MessageList(props: MessageListProps) {
  const {
    history,
    outbox,
    users,
    me,
    flags,
    target,
    unread,
    actions,
    sources,
    onEdit,
    onUnread,
    onReply,
    onSeen,
  } = props;
  const { timeline } = history;
  const snapshot = useCalmSnapshot(timeline);
  const { rows, loaded, has_before, has_after } = snapshot;
  const pages = useSnapshot(history);
  const visible = useVisible();
  const { scroller, list, atEnd, onScroll, toEnd, toRow, farEnd } = useScroll({
    content: rows,
    complete: !has_after,
  });
  const tools = useMemo<MessageTools>(
    () => ({ users, me, flags, actions, sources, onEdit, onUnread, onReply }),
    [users, me, flags, actions, sources, onEdit, onUnread, onReply],
  );
  const last = rows[rows.length - 1];
  const newest = rows.findLast((row) => row.state === "sent");
  const newestRseq = newest?.state === "sent" ? newest.message.rseq : 0;
  const line = unreadLine(snapshot, unread?.after ?? null, me);
  const text = words().messages;

  useTarget(target, pages, toRow, props.onMissing);
  useOwnSend(last?.state === "pending" ? last.key : null, toEnd);
  useLongEvening(timeline, rows.length, farEnd);
  const toUnread = useUnreadJump(history, unread?.after ?? null, line.elsewhere, toRow);

  useEffect(() => {
    if (loaded && visible && atEnd && newestRseq > 0) onSeen(newestRseq);
  }, [loaded, visible, atEnd, newestRseq, onSeen]);

  return (
    <div className="messages">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys of the messages in it */}
      <div
        className="messages__scroller"
        ref={scroller}
        onScroll={onScroll}
        onKeyDown={moveByKeys}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        data-loaded={loaded}
      >
        <div
          className="messages__list"
          ref={list}
          role="log"
          aria-live="off"
          aria-label={text.list}
          aria-busy={pages.older === "loading"}
        >
          {loaded && !has_before && props.opening}
          <PageEdge
            scroller={scroller}
            more={has_before}
            loading={pages.older}
            content={rows}
            onReach={() => void history.older()}
          />
          <MessageRows
            rows={rows}
            outbox={outbox}
            tools={tools}
            target={target}
            editing={props.editing}
            unreadKey={line.key}
          />
          <PageEdge
            scroller={scroller}
            more={has_after}
            loading={pages.newer}
            content={rows}
            onReach={() => void history.newer()}
          />
        </div>
        {!loaded && <Spinner label={text.loading} />}
      </div>
      <Announcer snapshot={snapshot} users={users} me={me} />
      {props.notice && (
        <p className="messages__notice" role="status">
          {props.notice}
        </p>
      )}
      {loaded && unread && (line.key || line.elsewhere) && (
        <UnreadJump
          key={unread.after}
          scroller={scroller}
          count={unread.count}
          line={line.key}
          onJump={toUnread}
        />
      )}
      {loaded && !atEnd && (
        <button
          className="btn messages__newest"
          type="button"
          title={text.newest}
          onClick={() => {
            props.onNewest();
            toEnd();
          }}
        >
          <Icon name="arrow-down" />
          <span className="visually-hidden">{text.newest}</span>
        </button>
      )}
    </div>
  );
}

/** To the line "New messages", by way of a page around it when that is not loaded. */
function useUnreadJump(
  history: History,
  after: number | null,
  elsewhere: boolean,
  toRow: (selector: string) => boolean,
): () => void {
  const jumping = useRef(false);
  useLayoutEffect(() => {
    if (!jumping.current || elsewhere) return;
    jumping.current = false;
    toRow(".separator--new");
  });
  return () => {
    if (!elsewhere) toRow(".separator--new");
    else if (after !== null) {
      jumping.current = true;
      void history.openAround(after + 1);
    }
  };
}
