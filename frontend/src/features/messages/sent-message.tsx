import { memo } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { ErrorBoundary } from "../../components/error-boundary.tsx";
import { fullTime, shortTime } from "../../lib/time.ts";
import type { Id, Message, User } from "../../lib/wire.ts";
import { type MessageActions, mayEdit } from "../../models/message-actions.ts";
import { nameOf } from "../../models/people.ts";
import { Boosts } from "./boosts.tsx";
import { MessageBody } from "./message-body.tsx";
import { MessageEditor } from "./message-editor.tsx";
import { MessageMenu } from "./message-menu.tsx";

interface SentMessageProps {
  message: Message;
  rowKey: string;
  at: number;
  threaded: boolean;
  target: boolean;
  users: ReadonlyMap<Id, User>;
  me: Id;
  editing: boolean;
  onEdit: (message: Id | null) => void;
  actions: MessageActions;
}

export const SentMessage = memo(function SentMessage(props: SentMessageProps) {
  const { message, rowKey, at, threaded, target, users, me, editing, onEdit, actions } = props;
  const author = users.get(message.author);
  const name = nameOf(users, message.author);
  const link = `/rooms/${message.room}/@${message.rseq}`;
  const mine = message.author === me;
  const classes = ["message"];
  if (mine) classes.push("message--mine");
  if (threaded) classes.push("message--threaded");
  if (message.mentions?.includes(me)) classes.push("message--mentioned");
  if (message.kind === "notice") classes.push("message--notice");
  return (
    <article
      className={classes.join(" ")}
      id={`message_${message.client_message_id}`}
      data-row={rowKey}
      data-message-id={message.id}
      data-rseq={message.rseq}
      data-client-message-id={message.client_message_id}
      data-state="sent"
      data-target={target || undefined}
      aria-label={`${name}, ${shortTime(at)}`}
    >
      <span className="message__face" title={author?.bio ? `${name} – ${author.bio}` : name}>
        <Avatar id={message.author} name={name} bot={author?.role === "bot"} />
      </span>
      <div className="message__bubble">
        <header className="message__meta">
          <span className="message__author">{name}</span>
          <a className="message__time" href={link} title={fullTime(at)}>
            <time dateTime={new Date(at).toISOString()}>{shortTime(at)}</time>
          </a>
          {message.edited && <span className="message__edited">edited</span>}
        </header>
        {editing ? (
          <MessageEditor
            message={message}
            onSave={(text) => actions.edit(message, text)}
            onDelete={() => actions.delete(message)}
            onClose={() => onEdit(null)}
          />
        ) : (
          <ErrorBoundary fallback={<p className="message__body">This message can't be shown.</p>}>
            <MessageBody message={message} />
          </ErrorBoundary>
        )}
        <Boosts
          boosts={message.boosts}
          users={users}
          me={me}
          onDelete={(boost) => void actions.unboost(message, boost)}
        />
      </div>
      {!editing && (
        <MessageMenu
          link={window.location.origin + link}
          onBoost={(content) => void actions.boost(message, content)}
          onEdit={mayEdit(message, users.get(me)) ? () => onEdit(message.id) : undefined}
        />
      )}
    </article>
  );
});
