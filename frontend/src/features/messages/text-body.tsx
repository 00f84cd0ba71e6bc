import { useMemo, useRef } from "react";
import { decorate } from "../../lib/decorate.ts";
import { isEmojiOnly } from "../../lib/text.ts";
import type { Flags, Message } from "../../lib/wire.ts";
import { LinkNote } from "./link-note.tsx";
import { useCodeColors } from "./use-code-colors.ts";

interface TextBodyProps {
  message: Message;
  flags: Flags;
}

/** Only what the server has sanitised is drawn as HTML. */
export function TextBody({ message, flags }: TextBodyProps) {
  const { html, links } = useMemo(() => decorate(message.body, window.location.origin), [message.body]);
  const body = useRef<HTMLDivElement>(null);
  useCodeColors(body, html);
  const big = isEmojiOnly(message.body_text);
  return (
    <>
      <div
        className={big ? "message__body message__body--emoji" : "message__body rich-text"}
        dir="auto"
        ref={body}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the server, links built as nodes
        dangerouslySetInnerHTML={{ __html: html }}
      />
      {links.length > 0 && !flags.opengraph_enabled && <LinkNote links={links} />}
    </>
  );
}
