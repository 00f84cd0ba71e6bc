import { type ReactNode, useRef, useState } from "react";
import { EmojiPicker } from "../../components/emoji-picker.tsx";
import { Icon, type IconName } from "../../components/icon.tsx";
import { PopPanel } from "../../components/pop-panel.tsx";
import { words } from "../../language/index.ts";
import { SoundPicker } from "./sound-picker.tsx";

interface ComposerToolsProps {
  filesOff: boolean;
  explained: boolean;
  onFiles: (files: File[]) => void;
  onExplain: () => void;
  onEmoji: (emoji: string) => void;
  onSound: (name: string) => void;
  onFocusBack: () => void;
}

/** The buttons beside the text: a file, an emoji, a sound. */
export function ComposerTools(props: ComposerToolsProps) {
  const { filesOff, explained, onFiles, onExplain, onEmoji, onSound, onFocusBack } = props;
  const input = useRef<HTMLInputElement>(null);
  const text = words().composer;
  return (
    <>
      <button
        className="composer__tool"
        type="button"
        title={text.attach}
        aria-disabled={filesOff || undefined}
        aria-expanded={filesOff ? explained : undefined}
        onClick={() => (filesOff ? onExplain() : input.current?.click())}
      >
        <Icon name="paperclip" />
        <span className="visually-hidden">{text.attach}</span>
      </button>
      {!filesOff && (
        <input
          ref={input}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            onFiles([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
      )}
      <Popping icon="smile" label={text.emojis} onClosed={onFocusBack}>
        {(close) => (
          <EmojiPicker
            onPick={(emoji) => {
              close();
              onEmoji(emoji);
            }}
            onClose={close}
          />
        )}
      </Popping>
      <Popping icon="note" label={text.sounds} className="composer__tool--sounds" onClosed={onFocusBack}>
        {(close) => (
          <SoundPicker
            onPick={(name) => {
              close();
              onSound(name);
            }}
            onClose={close}
          />
        )}
      </Popping>
    </>
  );
}

interface PoppingProps {
  icon: IconName;
  label: string;
  className?: string;
  onClosed: () => void;
  children: (close: () => void) => ReactNode;
}

function Popping({ icon, label, className = "", onClosed, children }: PoppingProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  function close() {
    setOpen(false);
    onClosed();
  }
  return (
    <>
      <button
        className={`composer__tool ${className}`}
        type="button"
        ref={button}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
        <span className="visually-hidden">{label}</span>
      </button>
      {open && (
        <PopPanel anchor={button} onClose={() => setOpen(false)}>
          {children(close)}
        </PopPanel>
      )}
    </>
  );
}
