import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { words } from "../language/index.ts";
import { chord, EDIT_KEYS } from "../lib/chord.ts";
import { isBlank } from "../lib/editor-html.ts";
import { isTooLong } from "../lib/text.ts";
import { Editor } from "./editor.tsx";
import type { CompletionSource, EditorBox } from "./editor-types.ts";
import { Icon } from "./icon.tsx";

interface MessageEditorProps {
  body: string;
  sources: readonly CompletionSource[];
  /** True when it is saved. */
  onSave: (body: string) => Promise<boolean>;
  onDelete: () => Promise<boolean>;
  onClose: () => void;
}

/** A message in the place where it stands, written over with the same editor. Enter is a new line. */
export function MessageEditor({ body, sources, onSave, onDelete, onClose }: MessageEditorProps) {
  const [busy, setBusy] = useState(false);
  const box = useRef<EditorBox>(null);
  const frame = useRef<HTMLDivElement>(null);
  const touched = useRef(false);
  const [tooLong, setTooLong] = useState(false);
  const said = words().messages;

  useEffect(() => {
    const message = frame.current?.closest("[data-row]");
    const before = document.activeElement;
    return () => giveFocusBack(before, message);
  }, []);

  async function run(act: () => Promise<boolean>) {
    setBusy(true);
    const done = await act();
    setBusy(false);
    if (done) onClose();
    else box.current?.focus();
  }

  function save() {
    const next = box.current?.body() ?? "";
    // What nobody touched stays exactly as it is stored.
    if (!touched.current || next === body) onClose();
    else if (!isBlank(next) && !isTooLong(next)) void run(() => onSave(next));
  }

  function press(event: KeyboardEvent<HTMLElement>) {
    if (event.nativeEvent.isComposing) return;
    const pressed = chord(event);
    if (pressed === EDIT_KEYS.close) onClose();
    else if (pressed === EDIT_KEYS.save) save();
    else return;
    event.preventDefault();
  }

  return (
    <div className="editor" ref={frame}>
      <div className="editor__input">
        <Editor
          ref={box}
          label={said.editor.name}
          initial={body}
          autoFocus
          toolbar
          sources={sources}
          onChange={(next) => {
            touched.current = true;
            setTooLong(isTooLong(next));
          }}
          onPress={press}
        />
      </div>
      {tooLong && (
        <p className="editor__note" role="alert">
          {words().composer.tooLong}
        </p>
      )}
      <div className="editor__actions">
        <button
          className="btn btn--solid"
          type="button"
          disabled={busy || tooLong}
          title={said.editor.save}
          onClick={save}
        >
          <Icon name="check" />
          <span className="visually-hidden">{said.editor.save}</span>
        </button>
        <button className="btn" type="button" title={said.editor.close} onClick={onClose}>
          <Icon name="cross" />
          <span className="visually-hidden">{said.editor.close}</span>
        </button>
        <button
          className="btn btn--negative editor__delete"
          type="button"
          disabled={busy}
          title={said.editor.remove}
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
