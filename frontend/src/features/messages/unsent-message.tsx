import { memo, useMemo } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import { decorate } from "../../lib/decorate.ts";
import { toBody } from "../../lib/editor-html.ts";
import { isEmojiOnly } from "../../lib/text.ts";
import { shortTime } from "../../lib/time.ts";
import type { OutboxItem } from "../../models/outbox-item.ts";
import { playedSound } from "../../models/sound-command.ts";

interface UnsentMessageProps {
  item: OutboxItem;
  rowKey: string;
  state: "pending" | "failed";
  threaded: boolean;
  name: string;
  onRetry: (clientMessageID: string) => void;
  onDiscard: (clientMessageID: string) => void;
}

/** Mine, on screen at once as it will be stored. */
export const UnsentMessage = memo(function UnsentMessage(props: UnsentMessageProps) {
  const { item, rowKey, state, threaded, name, onRetry, onDiscard } = props;
  const id = item.client_message_id;
  const text = words().messages;
  const sound = state === "pending" ? playedSound(item.text) : undefined;
  const big = isEmojiOnly(item.text);
  const body = big ? "message__body message__body--emoji" : "message__body rich-text";
  const html = useMemo(() => decorate(toBody(item.body), window.location.origin).html, [item.body]);
  return (
    <article
      className={`message message--mine message--${state}${threaded ? " message--threaded" : ""}`}
      id={`message_${id}`}
      data-row={rowKey}
      data-client-message-id={id}
      data-state={state}
      aria-label={text.rowState(name, state === "failed" ? text.notSent : text.sending)}
      tabIndex={-1}
    >
      <span className="message__face" title={name}>
        <Avatar id={item.user} name={name} />
      </span>
      <div className="message__bubble">
        <header className="message__meta">
          <span className="message__author">{name}</span>
          <time className="message__time">{shortTime(item.queued_at)}</time>
        </header>
        {sound ? (
          <p className="message__body sound--playing">{words().sounds.playing(sound.name)}</p>
        ) : (
          // The form in which the server stores it, made of nothing but what the editor can make.
          // biome-ignore lint/security/noDangerouslySetInnerHtml: toBody writes allowed elements and escapes the rest
          <div className={body} dir="auto" dangerouslySetInnerHTML={{ __html: html }} />
        )}
        {state === "failed" && (
          <footer className="message__failure">
            <span role="alert">
              <Icon name="warning" /> {item.reason || text.noAnswer}
            </span>
            <button className="btn btn--pill btn--small" type="button" onClick={() => onRetry(id)}>
              {text.retry}
            </button>
            <button className="btn btn--pill btn--small" type="button" onClick={() => onDiscard(id)}>
              {text.remove}
            </button>
          </footer>
        )}
      </div>
    </article>
  );
});
