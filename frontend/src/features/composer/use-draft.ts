import { useState } from "react";
import { readNote, writeNote } from "../../lib/local-note.ts";

/** Half a message, kept per person and room until it is sent. */
export function useDraft(key: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readNote(key));
  function write(next: string) {
    setText(next);
    writeNote(key, next.trim() ? next : "");
  }
  return [text, write];
}
