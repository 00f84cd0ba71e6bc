import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { htmlToText, isPlain } from "../lib/rich-text.ts";
import { escapeHTML, textToHTML } from "../lib/text.ts";
import type { EditorBox, EditorProps, Handover } from "./editor-types.ts";
import { GrowingText } from "./growing-text.tsx";

interface PlainBoxProps extends EditorProps {
  handover: RefObject<Handover>;
  onComposing: (composing: boolean) => void;
}

/** What there is to write in until the editor has arrived, and where it never does. */
export function PlainBox(props: PlainBoxProps) {
  const {
    label,
    initial,
    autoFocus,
    enterKeyHint,
    handover,
    onChange,
    onPress,
    onBlur,
    onComposing,
    onFiles,
  } = props;
  const [text, setText] = useState(() => htmlToText(initial));
  const input = useRef<HTMLTextAreaElement>(null);
  const whole = useRef(initial);

  useEffect(() => {
    if (autoFocus) focusEnd(input.current);
  }, [autoFocus]);

  useLayoutEffect(() => {
    const box = input.current;
    return () => {
      if (!box) return;
      const { value, selectionStart, selectionEnd } = box;
      const plain = isPlain(whole.current);
      handover.current = {
        body: plain ? "" : whole.current,
        text: plain ? value : "",
        caret: plain ? [selectionStart, selectionEnd] : null,
        focused: document.activeElement === box,
      };
    };
  }, [handover]);

  function put(next: string) {
    whole.current = merged(whole.current, next);
    setText(next);
    onChange(whole.current);
  }

  useImperativeHandle(
    props.ref,
    (): EditorBox => ({
      body: () => whole.current,
      set: (body) => {
        whole.current = body;
        setText(htmlToText(body));
      },
      prepend: (body) => put([htmlToText(body), text].filter(Boolean).join("\n")),
      insert: (more) => {
        const at = input.current?.selectionEnd ?? text.length;
        put(text.slice(0, at) + more + text.slice(at));
      },
      focus: () => focusEnd(input.current),
      element: () => input.current,
    }),
  );

  return (
    <GrowingText
      ref={input}
      label={label}
      value={text}
      enterKeyHint={enterKeyHint}
      onChange={(event) => put(event.target.value)}
      onKeyDown={(event: KeyboardEvent<HTMLTextAreaElement>) => onPress(event)}
      onBlur={onBlur}
      onCompositionStart={() => onComposing(true)}
      onCompositionEnd={() => onComposing(false)}
      onPaste={(event) => {
        const { files } = event.clipboardData;
        if (files.length === 0 || event.clipboardData.getData("text/plain")) return;
        event.preventDefault();
        onFiles?.([...files]);
      }}
    />
  );
}

/** What was formatted stays so while somebody only writes on behind it. */
function merged(before: string, next: string): string {
  const known = htmlToText(before);
  if (isPlain(before) || !next.startsWith(known)) return textToHTML(next);
  const more = next.slice(known.length);
  if (!more.trim()) return before;
  const ended = /<\/(?:div|pre|blockquote|h1|ul|ol|cite)>$/.test(before);
  return ended
    ? `${before}<div>${textToHTML(more)}</div>`
    : before + escapeHTML(more).replaceAll("\n", "<br>");
}

function focusEnd(box: HTMLTextAreaElement | null): void {
  box?.focus({ preventScroll: true });
  box?.setSelectionRange(box.value.length, box.value.length);
}
