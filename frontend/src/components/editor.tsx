import { useEffect, useRef, useState } from "react";
import { backoff } from "../lib/backoff.ts";
import { hasTrix, loadTrix } from "../lib/trix.ts";
import type { EditorProps, Handover } from "./editor-types.ts";
import { PlainBox } from "./plain-box.tsx";
import { RichBox } from "./rich-box.tsx";

/** A text box for messages: Trix, and until it has arrived a plain one whose text goes over to it. */
export function Editor(props: EditorProps) {
  const [loaded, setLoaded] = useState(hasTrix);
  const [composing, setComposing] = useState(false);
  const [rich, setRich] = useState(loaded);
  const handover = useRef<Handover>({
    body: props.initial,
    text: "",
    caret: null,
    focused: props.autoFocus ?? false,
  });

  useEffect(() => {
    if (loaded) return;
    let here = true;
    let timer = 0;
    // Without it one writes on as before; it is asked for until it comes.
    const ask = (attempt: number) =>
      loadTrix().then(
        () => here && setLoaded(true),
        () => {
          if (here) timer = window.setTimeout(() => void ask(attempt + 1), 500 + backoff(attempt));
        },
      );
    void ask(1);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [loaded]);

  // Half a word that an input method still holds is not torn from it.
  if (loaded && !composing && !rich) setRich(true);

  return rich ? (
    <RichBox {...props} handover={handover} />
  ) : (
    <PlainBox {...props} handover={handover} onComposing={setComposing} />
  );
}
