import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { GrowingText } from "../../components/growing-text.tsx";
import { Icon } from "../../components/icon.tsx";
import { useDraft } from "./use-draft.ts";

const TOUCH = "(hover: none) and (pointer: coarse)";

interface ComposerProps {
  draftKey: string;
  onSend: (text: string) => void;
  onTyping: () => void;
  onStopped: () => void;
  onEditLast: () => void;
  children?: ReactNode;
}

export function Composer({ draftKey, onSend, onTyping, onStopped, onEditLast, children }: ComposerProps) {
  const [text, setText] = useDraft(draftKey);
  const input = useRef<HTMLTextAreaElement>(null);
  const touch = window.matchMedia?.(TOUCH).matches ?? false;

  useEffect(() => {
    if (!touch) input.current?.focus();
  }, [touch]);

  function send(event?: FormEvent) {
    event?.preventDefault();
    input.current?.focus();
    if (!text.trim()) return;
    onSend(text.trim());
    onStopped();
    setText("");
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    // 229 is what Safari says for the Enter that ends a composition.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowUp" && text === "") {
      event.preventDefault();
      onEditLast();
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    const forced = event.ctrlKey || event.metaKey;
    if (touch && !forced) return;
    event.preventDefault();
    send();
  }

  function change(next: string) {
    setText(next);
    if (next.trim()) onTyping();
    else onStopped();
  }

  return (
    <div className="composer">
      {children}
      <form className="composer__box" onSubmit={send}>
        <span className="composer__hint">
          <Icon name="bubble" />
        </span>
        <GrowingText
          ref={input}
          name="message"
          label="Write a message"
          value={text}
          enterKeyHint={touch ? "enter" : "send"}
          onChange={(event) => change(event.target.value)}
          onKeyDown={press}
          onBlur={onStopped}
        />
        <button className="btn btn--solid composer__send" type="submit" name="send">
          <Icon name="arrow-up" />
          <span className="visually-hidden">Send Message</span>
        </button>
      </form>
    </div>
  );
}
