import { useEffect, useRef, useState } from "react";
import { Flame } from "../components/flame.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { FilterChips } from "../features/search/filter-chips.tsx";
import { RecentList } from "../features/search/recent-list.tsx";
import { SearchForm } from "../features/search/search-form.tsx";
import { SearchResults } from "../features/search/search-results.tsx";
import { SearchState } from "../features/search/search-state.tsx";
import { enterResults } from "../features/search/walk.ts";
import { words } from "../language/index.ts";
import { router } from "../lib/router.ts";
import type { PageProps } from "./pages.ts";
import { namesToPick } from "./search-names.ts";

export function SearchPage({ desk, route }: PageProps<"search">) {
  const { chat, flash, search, recents } = desk;
  const shown = useSnapshot(search);
  const searches = useSnapshot(recents);
  const users = useSnapshot(chat.people);
  const list = useSnapshot(chat.rooms);
  const { search_enabled: on } = useSnapshot(chat.flags);
  const { open } = useSnapshot(chat.connection);
  const field = useRef<HTMLInputElement>(null);
  const page = useRef<HTMLElement>(null);
  const asked = route.query.get("q") ?? "";
  const [fresh] = useState(() => search.place.opened === null && !(asked && isTouch()));
  const text = words().search;

  useEffect(() => {
    if (on) search.open(asked);
  }, [search, asked, on]);

  // The address follows what is asked, so that the way back and a reload find it.
  useEffect(() => {
    let known = search.getSnapshot().asked;
    return search.subscribe(() => {
      const { asked } = search.getSnapshot();
      if (asked === known) return;
      known = asked;
      router.go(asked ? `/searches?${new URLSearchParams({ q: asked })}` : "/searches", "replace");
    });
  }, [search]);

  useEffect(() => {
    if (on) void recents.load();
  }, [recents, on]);

  useEffect(() => {
    if (open) search.retry();
  }, [search, open]);

  // Whoever comes back finds the focus where it was; on a phone the keyboard would hide what was found.
  useEffect(() => {
    if (fresh) field.current?.focus();
  }, [fresh]);

  function meant() {
    search.now();
    void recents.remember(search.getSnapshot().text);
  }

  function opened(message: string) {
    search.place.opened = message;
    desk.notifications.opened = null; // one way back
    void recents.remember(shown.asked);
  }

  // Whoever was let out of a room sees nothing of it from then on.
  const results = shown.results.filter(({ room }) => chat.rooms.get(room.id));
  const { people, rooms } = namesToPick(list, users, chat.me);
  const answered = shown.state === "found";
  return (
    <>
      <main className="main main--page search" id="main" ref={page}>
        <header className="search__head">
          <h1 className={shown.asked && on ? "nav__title search__title" : "visually-hidden"} dir="auto">
            {shown.asked && on ? text.asTyped(shown.asked) : text.start}
            {answered && on && <span className="search__count"> {text.count(shown.count, shown.many)}</span>}
          </h1>
          <RecentList
            searches={on ? searches : []}
            onClear={() => void recents.clear().catch(flash.failed)}
          />
        </header>
        {on && results.length > 0 ? (
          <SearchResults
            key={shown.asked}
            results={results}
            shown={shown}
            place={search.place}
            users={users}
            me={chat.me}
            membersOf={(room) => chat.rooms.get(room)?.members ?? []}
            onOlder={() => void search.older()}
            onOpen={opened}
            onLeave={() => field.current?.focus()}
          />
        ) : (
          <SearchState shown={on ? shown : null} onRetry={() => search.retry()} />
        )}
        <p className="visually-hidden" role="status">
          {answered && text.found(shown.count, shown.many)}
        </p>
        <div className="search__foot">
          {on && (
            <FilterChips
              text={shown.text}
              people={people}
              rooms={rooms}
              onChange={(next) => search.type(next)}
              onPicked={() => field.current?.focus()}
            />
          )}
          <SearchForm
            field={field}
            text={shown.text}
            onType={(next) => search.type(next)}
            onSearch={meant}
            onEnter={() => page.current && enterResults(page.current)}
          />
        </div>
      </main>
      <div className="flame__corner">
        <Flame />
      </div>
    </>
  );
}

function isTouch(): boolean {
  return window.matchMedia?.("(hover: none) and (pointer: coarse)").matches ?? false;
}
