import { useMemo } from "react";
import { linkify } from "../../lib/rich-text.ts";
import { isEmojiOnly } from "../../lib/text.ts";
import type { Message } from "../../lib/wire.ts";

/** Only what the server has sanitised is drawn as HTML. */
export function MessageBody({ message }: { message: Message }) {
  const html = useMemo(() => linkify(message.body, window.location.origin), [message.body]);
  if (message.kind === "sound" && message.sound) {
    return <p className="message__body message__sound">🔊 {message.sound}</p>;
  }
  const big = isEmojiOnly(message.body_text);
  return (
    <div
      className={big ? "message__body message__body--emoji" : "message__body rich-text"}
      dir="auto"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the server, links built as nodes
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
