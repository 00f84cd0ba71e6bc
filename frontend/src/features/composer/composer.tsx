import { type FormEvent, type KeyboardEvent, memo, type ReactNode, useEffect, useRef, useState } from "react";
import { Editor } from "../../components/editor.tsx";
import type { CompletionSource, EditorBox } from "../../components/editor-types.ts";
import { Icon } from "../../components/icon.tsx";
import { UpgradeNote } from "../../components/upgrade-note.tsx";
import { words } from "../../language/index.ts";
import { chord } from "../../lib/chord.ts";
import { isBlank } from "../../lib/editor-html.ts";
import { htmlToText } from "../../lib/rich-text.ts";
import { isTooLong } from "../../lib/text.ts";
import type { Flags } from "../../lib/wire.ts";
import type { Draft } from "../../models/draft.ts";
import { COMPOSER_KEYS } from "../../models/shortcuts.ts";
import { ComposerTools } from "./composer-tools.tsx";
import { FileChips } from "./file-chips.tsx";
import { useFiles } from "./use-files.ts";

const TOUCH = "(hover: none) and (pointer: coarse)";

export interface ComposerProps {
  draft: Draft;
  flags: Flags;
  sources: readonly CompletionSource[];
  wished: boolean;
  onWish: () => void;
  /** The sentence about files is shown: time to know whether I asked for them. */
  onExplain: () => void;
  onSend: (text: string, body: string) => void;
  /** One file, as a message of its own; false keeps it in the queue. */
  onFile: (file: File) => Promise<boolean>;
  onTyping: () => void;
  onStopped: () => void;
  onEditLast: () => void;
  /** In front of the box. */
  beside?: ReactNode;
  children?: ReactNode;
}

/** Where one writes. It is drawn anew for its own sake only: what happens in the room does not reach it. */
export const Composer = memo(function Composer(props: ComposerProps) {
  const { draft, flags, sources, onSend, onTyping, onStopped, onEditLast, onExplain } = props;
  const box = useRef<EditorBox>(null);
  const [toolbar, setToolbar] = useState(false);
  const [tooLong, setTooLong] = useState(false);
  const files = useFiles(flags);
  const touch = window.matchMedia?.(TOUCH).matches ?? false;
  const text = words().composer;

  useEffect(() => {
    const close = draft.open({
      set: (body) => box.current?.set(body),
      prepend: (body) => box.current?.prepend(body),
    });
    const flush = () => draft.flush();
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      close();
    };
  }, [draft]);

  const { explained } = files;
  useEffect(() => {
    if (explained) onExplain();
  }, [explained, onExplain]);

  function change(body: string) {
    draft.write(isBlank(body) ? "" : body);
    setTooLong(isTooLong(body));
    if (isBlank(body)) onStopped();
    else onTyping();
  }

  function send(event?: FormEvent) {
    event?.preventDefault();
    const body = box.current?.body() ?? "";
    box.current?.focus();
    if (isTooLong(body)) return;
    if (files.queue.length > 0) void sendFiles();
    if (isBlank(body)) return;
    onSend(htmlToText(body), body);
    onStopped();
    setToolbar(false);
    box.current?.set("");
    draft.sent();
  }

  async function sendFiles() {
    for (const { id, file } of files.queue) {
      if (!(await props.onFile(file))) return;
      files.remove(id);
    }
  }

  function press(event: KeyboardEvent<HTMLElement>) {
    // 229 is what Safari says for the Enter that ends a composition.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const pressed = chord(event);
    const sends = pressed === COMPOSER_KEYS.always || (pressed === COMPOSER_KEYS.send && !touch && !toolbar);
    if (sends) send();
    else if (pressed === COMPOSER_KEYS.editLast && isBlank(box.current?.body() ?? "")) onEditLast();
    else return;
    event.preventDefault();
  }

  return (
    <div className="composer" data-dragged={files.dragged || undefined}>
      {props.children}
      {files.explained && (
        <UpgradeNote text={words().disabled.files} wished={props.wished} onWish={props.onWish} />
      )}
      {(tooLong || files.refusal) && (
        <p className="composer__note" role="alert">
          {tooLong ? text.tooLong : files.refusal}
        </p>
      )}
      {files.dragged && (
        <p className="composer__drop">{flags.files_enabled ? text.drop : words().disabled.files}</p>
      )}
      <FileChips files={files.queue} onRemove={files.remove} />
      <div className="composer__line">
        {props.beside}
        <form className="composer__box" data-toolbar={toolbar || undefined} onSubmit={send}>
          <span className="composer__hint">
            <Icon name="bubble" />
          </span>
          <Editor
            ref={box}
            label={text.write}
            initial={draft.body}
            autoFocus={!touch}
            enterKeyHint={touch ? "enter" : "send"}
            toolbar={toolbar}
            sources={sources}
            onChange={change}
            onPress={press}
            onBlur={onStopped}
            onFiles={files.offer}
          />
          <span className="composer__tools">
            <ComposerTools
              filesOff={!flags.files_enabled}
              explained={files.explained}
              onFiles={files.offer}
              onExplain={() => files.explain(!files.explained)}
              onEmoji={(emoji) => box.current?.insert(emoji)}
              onSound={(name) => onSend(`/play ${name}`, `/play ${name}`)}
              onFocusBack={() => box.current?.focus()}
            />
            <button
              className="composer__tool composer__tool--rich"
              type="button"
              title={text.richText}
              aria-pressed={toolbar}
              onClick={() => {
                setToolbar(!toolbar);
                box.current?.focus();
              }}
            >
              <Icon name="letter" />
              <span className="visually-hidden">{text.richText}</span>
            </button>
            <button className="btn btn--solid composer__send" type="submit" name="send" title={text.send}>
              <Icon name="arrow-up" />
              <span className="visually-hidden">{text.send}</span>
            </button>
          </span>
        </form>
      </div>
    </div>
  );
});
