import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { RecentSearch } from "../../lib/api/search.ts";

interface RecentListProps {
  searches: readonly RecentSearch[];
  onClear: () => void;
}

/** Where the rooms are beside a room; along the top of a phone. */
export function RecentList({ searches, onClear }: RecentListProps) {
  const { search } = words();

  function clear() {
    if (window.confirm(search.clearRecentSure)) onClear();
  }

  return (
    <nav className="recent" aria-label={search.recent}>
      {searches.map(({ id, query }) => (
        <a className="room recent__one" key={id} href={`/searches?${new URLSearchParams({ q: query })}`}>
          <span className="room__name" dir="auto">
            {search.asTyped(query)}
          </span>
        </a>
      ))}
      {searches.length > 0 && (
        <button className="btn recent__clear" type="button" title={search.clearRecent} onClick={clear}>
          <Icon name="broom" />
          <span className="visually-hidden">{search.clearRecent}</span>
        </button>
      )}
    </nav>
  );
}
