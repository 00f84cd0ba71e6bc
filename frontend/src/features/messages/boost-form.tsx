import { type FormEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { EmojiPicker } from "../../components/emoji-picker.tsx";
import { Icon } from "../../components/icon.tsx";
import { PopPanel } from "../../components/pop-panel.tsx";
import { words } from "../../language/index.ts";
import type { Id } from "../../lib/wire.ts";
import { fitBoost } from "../../models/boost-text.ts";

interface BoostFormProps {
  me: Id;
  name: string;
  onBoost: (content: string) => Promise<boolean>;
  onClose: () => void;
}

/** A pill to write in. What does not fit is not taken; what was not saved stays. */
export function BoostForm({ me, name, onBoost, onClose }: BoostFormProps) {
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [picking, setPicking] = useState(false);
  const picker = useRef<HTMLButtonElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const { add, submit, cancel, emoji } = words().messages.boosts;

  // In the click that opened it: only then does a phone show its keyboard.
  useLayoutEffect(() => {
    const row = form.current?.closest("[data-row]");
    const field = form.current;
    input.current?.focus();
    return () => {
      const inside = field?.contains(document.activeElement) || document.activeElement === document.body;
      if (inside) row?.querySelector("summary")?.focus({ preventScroll: true });
    };
  }, []);

  async function send(event: FormEvent) {
    event.preventDefault();
    const content = fitBoost(text).trim();
    if (!content) input.current?.focus();
    if (!content || busy) return;
    setBusy(true);
    const saved = await onBoost(content);
    setBusy(false);
    if (saved) onClose();
    else input.current?.focus();
  }

  function pick(char: string) {
    setText(fitBoost(text + char));
    closePicker();
  }

  function closePicker() {
    setPicking(false);
    input.current?.focus();
  }

  function press(event: KeyboardEvent) {
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    onClose();
  }

  return (
    <form className="boost boost--form" ref={form} onSubmit={send} onKeyDown={press}>
      <Avatar id={me} name={name} />
      <input
        className="boost__input"
        ref={input}
        name="boost[content]"
        aria-label={add}
        autoComplete="off"
        enterKeyHint="send"
        dir="auto"
        value={text}
        onChange={(event) => {
          const composing = (event.nativeEvent as InputEvent).isComposing;
          setText(composing ? event.target.value : fitBoost(event.target.value));
        }}
        onCompositionEnd={(event) => setText(fitBoost(event.currentTarget.value))}
      />
      <button
        className="boost__emoji"
        type="button"
        ref={picker}
        title={emoji}
        aria-expanded={picking}
        onClick={() => setPicking(!picking)}
      >
        <Icon name="smile" />
        <span className="visually-hidden">{emoji}</span>
      </button>
      {picking && (
        <PopPanel anchor={picker} onClose={() => setPicking(false)}>
          <EmojiPicker onPick={pick} onClose={closePicker} />
        </PopPanel>
      )}
      <button className="boost__submit" type="submit" title={submit} disabled={busy}>
        <Icon name="check" />
        <span className="visually-hidden">{submit}</span>
      </button>
      <button className="boost__cancel" type="button" title={cancel} onClick={onClose}>
        <Icon name="minus" />
        <span className="visually-hidden">{cancel}</span>
      </button>
    </form>
  );
}
