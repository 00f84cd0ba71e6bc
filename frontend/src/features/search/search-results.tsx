import { type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { Spinner } from "../../components/spinner.tsx";
import { words } from "../../language/index.ts";
import type { Found } from "../../lib/api/search.ts";
import type { Id, User } from "../../lib/wire.ts";
import type { SearchPlace } from "../../models/search.ts";
import type { SearchSnapshot } from "../../models/search-snapshot.ts";
import { SearchResult } from "./search-result.tsx";
import { walk } from "./walk.ts";

/** Older results are fetched before the first one is reached. */
const AHEAD_PX = 600;

interface SearchResultsProps {
  results: readonly Found[];
  shown: SearchSnapshot;
  place: SearchPlace;
  users: ReadonlyMap<Id, User>;
  me: Id;
  membersOf: (room: Id) => readonly Id[];
  onOlder: () => void;
  onOpen: (message: Id) => void;
  /** Back into the field. */
  onLeave: () => void;
}

/** What was found, as in a room: the newest beside the field. The list stands on its end, so that what comes above moves nothing. */
export function SearchResults(props: SearchResultsProps) {
  const { results, shown, place, users, me, membersOf, onOlder, onOpen, onLeave } = props;
  const { search, common } = words();
  const scroller = useRef<HTMLDivElement>(null);
  const newest = results[0]?.message.id;

  // The way back from a message ends where it began.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTop = place.scroll;
    if (!place.opened) return;
    box.querySelector<HTMLElement>(`[data-found="${place.opened}"]`)?.focus({ preventScroll: true });
    place.opened = null;
  }, [place]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a short list may leave room for older ones at once
  useLayoutEffect(() => look(), [newest, results.length, shown.more, shown.older]);

  function look() {
    const box = scroller.current;
    if (!box || !shown.more || shown.older !== "idle") return;
    const above = box.scrollHeight - box.clientHeight + box.scrollTop;
    if (above < AHEAD_PX) onOlder();
  }

  function scrolled() {
    if (scroller.current) place.scroll = scroller.current.scrollTop;
    look();
  }

  function press(event: KeyboardEvent<HTMLDivElement>) {
    if (walk(event.currentTarget, event.key, onLeave)) event.preventDefault();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are for the links inside
    <div
      className="search__results"
      ref={scroller}
      aria-busy={shown.state === "looking"}
      onScroll={scrolled}
      onKeyDown={press}
    >
      <div className="search__column">
        <div className="search__edge">
          {shown.older === "loading" && <Spinner label={common.loading} />}
          {shown.older === "failed" && (
            <button className="btn btn--pill" type="button" onClick={onOlder}>
              {search.older}
            </button>
          )}
        </div>
        <ol className="search__list" aria-label={search.results}>
          {results.toReversed().map((found) => (
            <SearchResult
              key={found.message.id}
              found={found}
              users={users}
              me={me}
              members={membersOf(found.room.id)}
              onOpen={onOpen}
            />
          ))}
        </ol>
      </div>
    </div>
  );
}
