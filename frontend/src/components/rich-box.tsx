import {
  type KeyboardEvent,
  type RefObject,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";
import type { TrixElement } from "trix";
import { toBody, toEditor } from "../lib/editor-html.ts";
import { pasteInto } from "../lib/paste.ts";
import { quoteBefore } from "../lib/quote.ts";
import { newTrixElement } from "../lib/trix.ts";
import { applyTypingRule } from "../lib/typing-rules.ts";
import { EditorToolbar } from "./editor-toolbar.tsx";
import type { EditorBox, EditorProps, Handover } from "./editor-types.ts";
import { Suggestions } from "./suggestions.tsx";
import { useCompletion } from "./use-completion.ts";

const LINE_BREAKS = new Set(["insertParagraph", "insertLineBreak"]);
/** What ends a form of Markdown. */
const SIGNS = new Set(["*", "_", "~", "`", " "]);

interface RichBoxProps extends EditorProps {
  handover: RefObject<Handover>;
}

/** Trix, with our toolbar, our clipboard and our keys. */
export function RichBox(props: RichBoxProps) {
  const { label, toolbar, sources, enterKeyHint, handover, onPress } = props;
  const id = useId();
  const host = useRef<HTMLDivElement>(null);
  const box = useRef<TrixElement>(null);
  const latest = useRef(props);
  const completion = useCompletion(box, sources, `${id}list`);
  const { look } = completion;

  useLayoutEffect(() => {
    latest.current = props;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: one element for as long as this lives
  useLayoutEffect(() => {
    const element = newTrixElement();
    element.setAttribute("toolbar", id);
    element.setAttribute("aria-label", label);
    element.setAttribute("aria-multiline", "true");
    element.className = "rich-box rich-text";
    if (enterKeyHint) element.enterKeyHint = enterKeyHint;
    host.current?.append(element);
    box.current = element;
    takeOver(element, handover.current);
    const forget = listen(element, latest, look);
    return () => {
      forget();
      element.remove();
      box.current = null;
    };
  }, []);

  useImperativeHandle(props.ref, () => handleOf(box), []);

  function press(event: KeyboardEvent<HTMLElement>) {
    if (!(event.target instanceof Node) || !box.current?.contains(event.target)) return;
    // What was typed in this frame is drawn first: a change of form would be lost to the caret that still moves.
    if ((event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing)
      box.current.editorController.render();
    if (!event.nativeEvent.isComposing && completion.press(event.key)) event.preventDefault();
    else onPress(event);
    // Trix listens on its element, after us.
    if (event.defaultPrevented) event.stopPropagation();
  }

  return (
    <div className="rich" onKeyDownCapture={press}>
      <EditorToolbar id={id} open={toolbar} />
      <div className="rich__host" ref={host} />
      {completion.found.length > 0 && completion.caret && (
        <Suggestions
          id={`${id}list`}
          label={completion.label}
          items={completion.found}
          at={completion.at}
          caret={completion.caret}
          onPick={completion.pick}
        />
      )}
    </div>
  );
}

function takeOver(element: TrixElement, { body, text, caret, focused }: Handover): void {
  if (body) element.editor.loadHTML(toEditor(body));
  else if (text) element.editor.insertString(text);
  if (!focused) return;
  element.focus({ preventScroll: true });
  element.editor.setSelectedRange(caret ?? endOf(element));
}

/** Back to where the caret was before the focus went elsewhere. */
function refocus(element: TrixElement): void {
  const range = element.editor.getSelectedRange();
  element.focus({ preventScroll: true });
  element.editor.setSelectedRange(range);
}

function endOf(element: TrixElement): number {
  return Math.max(0, element.editor.getDocument().getLength() - 1);
}

function listen(element: TrixElement, latest: RefObject<EditorProps>, look: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const on = (name: string, act: (event: Event) => void, capture = false) =>
    element.addEventListener(name, act, { signal, capture });
  // Trix lets the browser break the line and draws it in the next frame; a key in between would land beside it.
  on(
    "beforeinput",
    (event) => {
      const { inputType, isComposing } = event as InputEvent;
      if (isComposing || !LINE_BREAKS.has(inputType)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      element.editor.recordUndoEntry("Typing", { consolidatable: true });
      element.editor.insertLineBreak();
    },
    true,
  );
  // At once, too: the next letter would hide the sign.
  on("input", (event) => {
    const { inputType, data, isComposing } = event as InputEvent;
    if (!isComposing && inputType === "insertText" && data && SIGNS.has(data))
      applyTypingRule(element.editor);
  });
  on("trix-change", () => {
    latest.current.onChange(toBody(element.value));
    look();
  });
  on("trix-selection-change", look);
  on("trix-blur", () => latest.current.onBlur?.());
  on("trix-file-accept", (event) => {
    event.preventDefault();
    const { file } = event as Event & { file?: File };
    if (file) latest.current.onFiles?.([file]);
  });
  on(
    "paste",
    (event) => {
      const data = (event as ClipboardEvent).clipboardData;
      if (!data) return;
      event.preventDefault();
      event.stopPropagation();
      if (data.files.length > 0 && !data.getData("text/plain")) latest.current.onFiles?.([...data.files]);
      else void pasteInto(element.editor, data);
    },
    true,
  );
  return () => stop.abort();
}

function handleOf(box: RefObject<TrixElement | null>): EditorBox {
  const handle: EditorBox = {
    body: () => {
      // Trix draws in the next frame, and its value is what it has drawn: the last key is not lost to a quick Enter.
      box.current?.editorController.render();
      return toBody(box.current?.value ?? "");
    },
    set: (body) => box.current?.editor.loadHTML(toEditor(body)),
    prepend: (body) => {
      const element = box.current;
      if (!element) return;
      element.editor.loadHTML(toEditor(quoteBefore(body, handle.body())));
      element.focus({ preventScroll: true });
      element.editor.setSelectedRange(endOf(element));
    },
    insert: (text) => {
      if (box.current) refocus(box.current);
      box.current?.editor.insertString(text);
    },
    focus: () => {
      const element = box.current;
      if (element && !element.contains(document.activeElement)) refocus(element);
    },
    element: () => box.current,
  };
  return handle;
}
