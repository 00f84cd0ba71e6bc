import { Fragment } from "react";
import { words } from "../../language/index.ts";
import { fullTime, longDate } from "../../lib/time.ts";
import type { Id } from "../../lib/wire.ts";
import { formatRow } from "../../models/message-format.ts";
import type { Outbox } from "../../models/outbox.ts";
import { nameOf } from "../../models/people.ts";
import type { Row } from "../../models/rows.ts";
import { SentMessage } from "./sent-message.tsx";
import type { MessageTools } from "./tools.ts";
import { UnsentMessage } from "./unsent-message.tsx";

interface MessageRowsProps {
  rows: readonly Row[];
  outbox: Outbox;
  tools: MessageTools;
  target: number | null;
  editing: Id | null;
  /** The row that "New messages" stands above. */
  unreadKey: string | null;
}

export function MessageRows({ rows, outbox, tools, target, editing, unreadKey }: MessageRowsProps) {
  return rows.map((row, index) => {
    const { threaded, new_day, at } = formatRow(row, rows[index - 1]);
    const isNew = row.key === unreadKey;
    const follows = threaded && !new_day && !isNew;
    return (
      <Fragment key={row.key}>
        {new_day && (
          <h2 className="separator" title={fullTime(at)}>
            <span className="separator__text">{longDate(at)}</span>
          </h2>
        )}
        {isNew && <p className="separator separator--new">{words().messages.newMessages}</p>}
        {row.state === "sent" ? (
          <SentMessage
            message={row.message}
            rowKey={row.key}
            at={at}
            threaded={follows}
            target={row.message.rseq === target}
            editing={editing === row.message.id}
            tools={tools}
          />
        ) : (
          <UnsentMessage
            item={row.item}
            rowKey={row.key}
            state={row.state}
            threaded={follows}
            name={nameOf(tools.users, tools.me)}
            onRetry={(id) => outbox.retry(id)}
            onDiscard={(id) => outbox.discard(id)}
          />
        )}
      </Fragment>
    );
  });
}
