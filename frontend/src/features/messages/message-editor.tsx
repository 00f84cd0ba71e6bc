import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { GrowingText } from "../../components/growing-text.tsx";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import { htmlToText, isPlain } from "../../lib/rich-text.ts";
import type { Message } from "../../lib/wire.ts";

interface MessageEditorProps {
  message: Message;
  onSave: (text: string) => Promise<boolean>;
  onDelete: () => Promise<boolean>;
  onClose: () => void;
}

export function MessageEditor({ message, onSave, onDelete, onClose }: MessageEditorProps) {
  const [text, setText] = useState(() => htmlToText(message.body));
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const said = words().messages;

  useEffect(() => {
    const box = input.current;
    const message = box?.closest("[data-row]");
    const before = document.activeElement;
    box?.focus();
    box?.setSelectionRange(box.value.length, box.value.length);
    return () => giveFocusBack(before, message);
  }, []);

  async function run(act: () => Promise<boolean>) {
    setBusy(true);
    const done = await act();
    setBusy(false);
    if (done) onClose();
    else input.current?.focus();
  }

  function save() {
    if (text.trim() === htmlToText(message.body)) onClose();
    else if (text.trim()) void run(() => onSave(text.trim()));
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
  }

  return (
    <div className="editor">
      <div className="editor__input">
        <GrowingText
          ref={input}
          label={said.editor.name}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={press}
        />
      </div>
      {!isPlain(message.body) && <p className="editor__hint">{said.editor.plain}</p>}
      <div className="editor__actions">
        <button className="btn btn--solid" type="button" disabled={busy} onClick={save}>
          <Icon name="check" />
          <span className="visually-hidden">{said.editor.save}</span>
        </button>
        <button className="btn" type="button" onClick={onClose}>
          <Icon name="cross" />
          <span className="visually-hidden">{said.editor.close}</span>
        </button>
        <button
          className="btn btn--negative editor__delete"
          type="button"
          disabled={busy}
          onClick={() => {
            if (window.confirm(said.confirmDelete)) void run(onDelete);
          }}
        >
          <Icon name="trash" />
          <span className="visually-hidden">{said.editor.remove}</span>
        </button>
      </div>
    </div>
  );
}

/** To where it was, or to the menu that led here; not when the reader went elsewhere meanwhile. */
function giveFocusBack(before: Element | null, message: Element | null | undefined): void {
  if (document.activeElement !== document.body) return;
  const nowhere = before === document.body || !before?.isConnected;
  const place = nowhere ? message?.querySelector("summary") : before;
  if (place instanceof HTMLElement) place.focus();
}
