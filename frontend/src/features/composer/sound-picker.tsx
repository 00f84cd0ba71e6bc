import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { SoundPicture } from "../../components/sound-picture.tsx";
import { words } from "../../language/index.ts";
import { arrowFocus } from "../../lib/arrow-focus.ts";
import { hushClip } from "../../lib/audio.ts";
import { SOUNDS, type Sound } from "../../models/sound-catalogue.ts";
import { trySound } from "../../models/sound-player.ts";

interface SoundPickerProps {
  /** The name of the chosen sound; what is sent is `/play name`. */
  onPick: (name: string) => void;
  onClose: () => void;
}

/** Every sound, to listen to and to send. Arrow keys walk, Enter sends, Escape goes back to the text. */
export function SoundPicker({ onPick, onClose }: SoundPickerProps) {
  const [filter, setFilter] = useState("");
  const [playing, setPlaying] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const text = words().sounds;
  const found = SOUNDS.filter((sound) => matches(sound, filter));
  const first = found[0];

  useEffect(() => input.current?.focus(), []);
  useEffect(() => hushClip, []);

  function listen(sound: Sound) {
    if (playing === sound.name) return hushClip();
    setPlaying(sound.name);
    trySound(sound, () => setPlaying((now) => (now === sound.name ? "" : now)));
  }

  function press(event: KeyboardEvent<HTMLDivElement>) {
    if (event.nativeEvent.isComposing) return;
    const typing = event.target === input.current;
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    } else if (event.key === "Enter" && typing) {
      event.preventDefault();
      if (first) onPick(first.name);
    } else if (!typing || event.key === "ArrowDown") {
      const rightToLeft = getComputedStyle(event.currentTarget).direction === "rtl";
      if (arrowFocus(event.currentTarget, event.key, rightToLeft)) event.preventDefault();
    }
  }

  return (
    <div className="sound-picker" role="dialog" aria-label={text.pick} onKeyDown={press}>
      <div className="sound-picker__head">
        <input
          className="input sound-picker__filter"
          ref={input}
          type="search"
          aria-label={text.filter}
          placeholder={text.filterPlaceholder}
          autoComplete="off"
          spellCheck={false}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <button className="btn" type="button" title={text.close} onClick={onClose}>
          <Icon name="cross" />
          <span className="visually-hidden">{text.close}</span>
        </button>
      </div>
      <div className="sound-picker__list" data-columns="2">
        {found.map((sound) => (
          <Entry
            key={sound.name}
            sound={sound}
            playing={playing === sound.name}
            onPick={onPick}
            onListen={listen}
          />
        ))}
      </div>
      <p className="sound-picker__none" role="status">
        {found.length === 0 && text.none}
      </p>
    </div>
  );
}

interface EntryProps {
  sound: Sound;
  playing: boolean;
  onPick: (name: string) => void;
  onListen: (sound: Sound) => void;
}

function Entry({ sound, playing, onPick, onListen }: EntryProps) {
  const text = words().sounds;
  const picture = (text.pictures as Record<string, string | undefined>)[sound.name];
  return (
    <div className="sound-picker__entry">
      <button
        className="sound-picker__send"
        type="button"
        aria-label={text.send(sound.name)}
        onClick={() => onPick(sound.name)}
      >
        <span className="sound-picker__name">{sound.name}</span>
        {picture ? (
          <SoundPicture name={sound.name} label={picture} />
        ) : (
          <span className="sound-picker__shows" dir="auto">
            {sound.shows}
          </span>
        )}
      </button>
      <button
        className="btn sound-picker__listen"
        type="button"
        aria-label={text.listen(sound.name)}
        title={text.listen(sound.name)}
        aria-pressed={playing}
        onClick={() => onListen(sound)}
      >
        🔊
      </button>
    </div>
  );
}

function matches(sound: Sound, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  return sound.name.includes(wanted) || sound.shows.toLowerCase().includes(wanted);
}
