import { Fragment, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { Icon } from "../../components/icon.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { useCalmSnapshot } from "../../components/use-calm-snapshot.ts";
import { useSnapshot } from "../../components/use-snapshot.ts";
import { useVisible } from "../../components/use-visible.ts";
import { longDate } from "../../lib/time.ts";
import type { Id, User } from "../../lib/wire.ts";
import type { History } from "../../models/history.ts";
import type { MessageActions } from "../../models/message-actions.ts";
import { formatRow } from "../../models/message-format.ts";
import type { Outbox } from "../../models/outbox.ts";
import { nameOf } from "../../models/people.ts";
import { PageEdge } from "./page-edge.tsx";
import { SentMessage } from "./sent-message.tsx";
import { UnsentMessage } from "./unsent-message.tsx";
import { useLongEvening } from "./use-long-evening.ts";
import { useScroll } from "./use-scroll.ts";

interface MessageListProps {
  history: History;
  outbox: Outbox;
  users: ReadonlyMap<Id, User>;
  me: Id;
  /** The number in a permalink. */
  target: number | null;
  /** Messages above this number were unread on arrival. */
  unreadAfter: number | null;
  editing: Id | null;
  onEdit: (message: Id | null) => void;
  actions: MessageActions;
  onSeen: (rseq: number) => void;
  onNewest: () => void;
  /** Shown above the first message of the room. */
  opening: ReactNode;
}

export function MessageList(props: MessageListProps) {
  const { history, outbox, users, me, target, unreadAfter, editing, onEdit, actions, onSeen } = props;
  const { timeline } = history;
  const { rows, loaded, has_before, has_after } = useCalmSnapshot(timeline);
  const { older, newer } = useSnapshot(history);
  const visible = useVisible();
  const { scroller, list, atEnd, onScroll, toEnd, toRow } = useScroll({
    content: rows,
    complete: !has_after,
  });
  const last = rows[rows.length - 1];
  const newest = rows.findLast((row) => row.state === "sent");
  const newestRseq = newest?.state === "sent" ? newest.message.rseq : 0;

  useTarget(target, loaded, toRow);
  useOwnSend(last?.state === "pending" ? last.key : null, toEnd);
  useLongEvening(timeline, rows.length, atEnd);

  useEffect(() => {
    if (loaded && visible && atEnd && newestRseq > 0) onSeen(newestRseq);
  }, [loaded, visible, atEnd, newestRseq, onSeen]);

  let unreadMarked = unreadAfter === null;

  return (
    <div className="messages">
      <div
        className="messages__scroller"
        ref={scroller}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        data-loaded={loaded}
      >
        <div
          className="messages__list"
          ref={list}
          role="log"
          aria-label="Messages"
          aria-busy={older === "loading"}
        >
          {loaded && !has_before && props.opening}
          <PageEdge
            scroller={scroller}
            more={has_before}
            loading={older}
            content={rows}
            onReach={() => void history.older()}
          />
          {rows.map((row, index) => {
            const { threaded, new_day, at, author } = formatRow(row, rows[index - 1]);
            const isNew =
              !unreadMarked && row.state === "sent" && row.message.rseq > (unreadAfter ?? 0) && author !== me;
            unreadMarked ||= isNew;
            const follows = threaded && !new_day && !isNew;
            return (
              <Fragment key={row.key}>
                {new_day && <h2 className="separator">{longDate(at)}</h2>}
                {isNew && <p className="separator separator--new">New messages</p>}
                {row.state === "sent" ? (
                  <SentMessage
                    message={row.message}
                    rowKey={row.key}
                    at={at}
                    threaded={follows}
                    target={row.message.rseq === target}
                    users={users}
                    me={me}
                    editing={editing === row.message.id}
                    onEdit={onEdit}
                    actions={actions}
                  />
                ) : (
                  <UnsentMessage
                    item={row.item}
                    rowKey={row.key}
                    state={row.state}
                    threaded={follows}
                    name={nameOf(users, me)}
                    onRetry={(id) => outbox.retry(id)}
                    onDiscard={(id) => outbox.discard(id)}
                  />
                )}
              </Fragment>
            );
          })}
          <PageEdge
            scroller={scroller}
            more={has_after}
            loading={newer}
            content={rows}
            onReach={() => void history.newer()}
          />
        </div>
        {!loaded && <Spinner label="Loading messages" />}
      </div>
      {loaded && !atEnd && (
        <button
          className="btn messages__newest"
          type="button"
          onClick={() => {
            props.onNewest();
            toEnd();
          }}
        >
          <Icon name="arrow-down" />
          <span className="visually-hidden">Jump to newest message</span>
        </button>
      )}
    </div>
  );
}

/** Brings the permalinked message to the middle, once. */
function useTarget(target: number | null, loaded: boolean, toRow: (selector: string) => boolean): void {
  const reached = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (!loaded || target === null || reached.current === target) return;
    if (toRow(`[data-rseq="${target}"]`)) reached.current = target;
  });
}

/** One's own message is followed from wherever one was reading. */
function useOwnSend(key: string | null, toEnd: () => void): void {
  const before = useRef(key);
  useLayoutEffect(() => {
    if (key && key !== before.current) toEnd();
    before.current = key;
  }, [key, toEnd]);
}
