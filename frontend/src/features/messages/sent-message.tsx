import { memo, useCallback, useState } from "react";
import { ErrorBoundary } from "../../components/error-boundary.tsx";
import { MessageEditor } from "../../components/message-editor.tsx";
import { words } from "../../language/index.ts";
import { fullTime, shortTime } from "../../lib/time.ts";
import type { Message } from "../../lib/wire.ts";
import { nameOf } from "../../models/people.ts";
import { AuthorFace } from "./author-face.tsx";
import { Boosts } from "./boosts.tsx";
import { MessageBody } from "./message-body.tsx";
import { MessageMenu } from "./message-menu.tsx";
import type { MessageTools } from "./tools.ts";

interface SentMessageProps {
  message: Message;
  rowKey: string;
  at: number;
  threaded: boolean;
  target: boolean;
  editing: boolean;
  tools: MessageTools;
}

export const SentMessage = memo(function SentMessage(props: SentMessageProps) {
  const { message, rowKey, at, target, editing, tools } = props;
  const { users, flags, actions, onEdit } = tools;
  const [boosting, setBoosting] = useState(false);
  const newBoost = useCallback(() => setBoosting(true), []);
  const text = words().messages;
  const name = nameOf(users, message.author);
  const author = users.get(message.author);
  return (
    <article
      className={classesOf(props)}
      id={`message_${message.client_message_id}`}
      data-row={rowKey}
      data-message-id={message.id}
      data-rseq={message.rseq}
      data-client-message-id={message.client_message_id}
      data-state="sent"
      data-target={target || undefined}
      aria-label={text.row(name, shortTime(at))}
      tabIndex={-1}
    >
      <AuthorFace id={message.author} users={users} />
      <div className="message__bubble">
        <header className="message__meta">
          <span className="message__author">{name}</span>
          {author?.role === "bot" && <span className="message__tag">{text.bot}</span>}
          <a className="message__time" href={`/rooms/${message.room}/@${message.rseq}`} title={fullTime(at)}>
            <time dateTime={new Date(at).toISOString()}>{shortTime(at)}</time>
          </a>
          {message.edited && <span className="message__edited">{text.edited}</span>}
        </header>
        {editing ? (
          <MessageEditor
            body={message.body}
            sources={tools.sources}
            onSave={(next) => actions.edit(message, next)}
            onDelete={() => actions.delete(message)}
            onClose={() => onEdit(null)}
          />
        ) : (
          <ErrorBoundary
            key={message.version}
            fallback={<p className="message__body message__body--lost">{text.unrenderable}</p>}
          >
            <MessageBody message={message} flags={flags} />
          </ErrorBoundary>
        )}
        <Boosts message={message} tools={tools} writing={boosting} onWrite={setBoosting} />
      </div>
      {!editing && <MessageMenu message={message} tools={tools} onNewBoost={newBoost} />}
    </article>
  );
});

function classesOf({ message, threaded, tools }: SentMessageProps): string {
  const classes = ["message"];
  if (message.author === tools.me) classes.push("message--mine");
  if (threaded) classes.push("message--threaded");
  if (message.mentions?.includes(tools.me)) classes.push("message--mentioned");
  if (message.kind === "notice") classes.push("message--notice");
  if (message.kind === "file") classes.push("message--file");
  return classes.join(" ");
}
