import { type FormEvent, type KeyboardEvent, type RefObject, useRef } from "react";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";

interface SearchFormProps {
  field: RefObject<HTMLInputElement | null>;
  text: string;
  onType: (text: string) => void;
  /** Somebody means it: not only a stop on the way. */
  onSearch: () => void;
  /** Into the results, by an arrow key. */
  onEnter: () => void;
}

/** The field at the foot of the page, where the composer is in a room. */
export function SearchForm({ field, text, onType, onSearch, onEnter }: SearchFormProps) {
  const { search } = words();
  const composed = useRef(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    onSearch();
    // Also when there is nothing to look for, or nothing new: the next word goes in here.
    field.current?.focus();
  }

  function clear() {
    onType("");
    field.current?.focus();
  }

  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || composed.current) return;
    if (event.key === "Escape") {
      event.preventDefault();
      clear();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      onEnter();
    }
  }

  return (
    <form className="search__form" onSubmit={submit}>
      <a className="btn search__exit" href="/" title={search.exit}>
        <Icon name="arrow-left" />
        <span className="visually-hidden">{search.exit}</span>
      </a>
      <div className="search__box">
        <Icon name="search" />
        <input
          className="search__field"
          ref={field}
          type="search"
          name="q"
          dir="auto"
          aria-label={search.field}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          value={text}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={press}
          onCompositionStart={() => {
            composed.current = true;
          }}
          onCompositionEnd={() => {
            composed.current = false;
          }}
        />
        {text && (
          <button className="btn search__clear" type="button" title={search.clear} onClick={clear}>
            <Icon name="cross" />
            <span className="visually-hidden">{search.clear}</span>
          </button>
        )}
        <button className="btn btn--solid search__start" type="submit" title={search.start}>
          <Icon name="arrow-up" />
          <span className="visually-hidden">{search.start}</span>
        </button>
      </div>
    </form>
  );
}
