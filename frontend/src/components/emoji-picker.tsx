import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { spoken, words } from "../language/index.ts";
import { arrowFocus } from "../lib/arrow-focus.ts";
import {
  EMOJI_GROUPS,
  type Emoji,
  keepTone,
  keptTone,
  loadEmoji,
  pickedEmoji,
  recentEmoji,
  searchEmoji,
  withTone,
} from "../lib/emoji.ts";

const COLUMNS = 8;
const MOST_FOUND = 96;
const TONES = ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"];
/** One emoji says what a group is about. */
const FACES: Record<number, string> = {
  0: "😀",
  1: "👋",
  3: "🐻",
  4: "🍔",
  5: "✈️",
  6: "⚽",
  7: "💡",
  8: "💯",
  9: "🏁",
};

interface EmojiPickerProps {
  onPick: (emoji: string) => void;
  onClose: () => void;
}

/** Every emoji, found by typing. Arrow keys walk, Enter takes, Escape goes back. */
export function EmojiPicker({ onPick, onClose }: EmojiPickerProps) {
  const { emojis, failed } = useEmojis();
  const [query, setQuery] = useState("");
  const [group, setGroup] = useState<number>(EMOJI_GROUPS[0]);
  const [tone, setTone] = useState(keptTone);
  const input = useRef<HTMLInputElement>(null);
  const [recent] = useState(recentEmoji);
  const text = words().composer.emoji;
  const found = query.trim()
    ? searchEmoji(emojis, query, MOST_FOUND)
    : emojis.filter((emoji) => emoji.group === group);
  const shown = found.map((emoji) => ({ char: withTone(emoji, tone), label: emoji.label }));

  useEffect(() => input.current?.focus({ preventScroll: true }), []);

  function pick(char: string) {
    pickedEmoji(char);
    onPick(char);
  }

  function press(event: KeyboardEvent<HTMLDivElement>) {
    if (event.nativeEvent.isComposing) return;
    const typing = event.target === input.current;
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter" && typing) {
      if (query.trim() && shown[0]) pick(shown[0].char);
    } else if (!typing || event.key === "ArrowDown") {
      const rightToLeft = getComputedStyle(event.currentTarget).direction === "rtl";
      if (!arrowFocus(event.currentTarget, event.key, rightToLeft)) return;
    } else return;
    event.preventDefault();
  }

  function changeTone() {
    const next = (tone + 1) % TONES.length;
    keepTone(next);
    setTone(next);
  }

  return (
    <div className="emoji" role="dialog" aria-label={text.name} onKeyDown={press}>
      <div className="emoji__head">
        <input
          className="emoji__search"
          ref={input}
          type="search"
          aria-label={text.search}
          placeholder={text.search}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="done"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <button
          className="emoji__tone"
          type="button"
          aria-label={text.tone(text.tones[tone] ?? "")}
          title={text.tone(text.tones[tone] ?? "")}
          onClick={changeTone}
        >
          {TONES[tone]}
        </button>
      </div>
      {!query.trim() && (
        <div className="emoji__groups" data-columns={EMOJI_GROUPS.length}>
          {EMOJI_GROUPS.map((one) => (
            <button
              key={one}
              className="emoji__group"
              type="button"
              aria-label={text.groups[one]}
              title={text.groups[one]}
              aria-current={one === group || undefined}
              onClick={() => setGroup(one)}
            >
              {FACES[one]}
            </button>
          ))}
        </div>
      )}
      <div className="emoji__all">
        {!query.trim() && recent.length > 0 && (
          <>
            <h3 className="emoji__title">{text.recent}</h3>
            <Grid emojis={recent.map((char) => ({ char, label: labelOf(emojis, char) }))} onPick={pick} />
          </>
        )}
        <h3 className="emoji__title">{query.trim() ? text.found : text.groups[group]}</h3>
        <Grid emojis={shown} onPick={pick} />
      </div>
      <p className="emoji__none" role="status">
        {failed
          ? words().common.failed
          : emojis.length === 0
            ? words().common.loading
            : !shown[0] && text.none}
      </p>
    </div>
  );
}

interface Shown {
  char: string;
  label: string;
}

function Grid({ emojis, onPick }: { emojis: Shown[]; onPick: (char: string) => void }) {
  return (
    <div className="emoji__grid" data-columns={COLUMNS}>
      {emojis.map(({ char, label }) => (
        <button
          key={char}
          className="emoji__one"
          type="button"
          aria-label={label}
          title={label}
          onClick={() => onPick(char)}
        >
          {char}
        </button>
      ))}
    </div>
  );
}

function labelOf(emojis: readonly Emoji[], char: string): string {
  return emojis.find((emoji) => emoji.char === char || emoji.tones.includes(char))?.label ?? char;
}

function useEmojis(): { emojis: readonly Emoji[]; failed: boolean } {
  const [state, setState] = useState<{ emojis: readonly Emoji[]; failed: boolean }>({
    emojis: [],
    failed: false,
  });
  useEffect(() => {
    let here = true;
    loadEmoji(spoken()).then(
      (emojis) => here && setState({ emojis, failed: false }),
      () => here && setState({ emojis: [], failed: true }),
    );
    return () => {
      here = false;
    };
  }, []);
  return state;
}
