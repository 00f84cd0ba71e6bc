import type { ReactNode } from "react";
import { Icon } from "../../components/icon.tsx";
import { Spinner } from "../../components/spinner.tsx";
import { words } from "../../language/index.ts";
import type { SearchSnapshot } from "../../models/search-snapshot.ts";

interface SearchStateProps {
  /** Nothing: an administrator switched search off. */
  shown: SearchSnapshot | null;
  onRetry: () => void;
}

/** Instead of results: nothing asked yet, nothing come yet, nothing found, no index yet, no answer, or no search at all. */
export function SearchState({ shown, onRetry }: SearchStateProps) {
  const { search, common } = words();
  if (!shown) {
    return (
      <Nothing title={search.off}>
        <p>{search.offHint}</p>
      </Nothing>
    );
  }
  switch (shown.state) {
    case "idle":
      return (
        <Nothing big>
          <p>{search.hint}</p>
        </Nothing>
      );
    case "looking":
      return (
        <div className="search__state">
          <Spinner label={search.looking} />
        </div>
      );
    case "building":
      return (
        <Nothing title={search.building}>
          <p role="status">{search.buildingHint}</p>
          <Spinner label={search.building} />
        </Nothing>
      );
    case "failed":
      return (
        <Nothing title={search.failed}>
          <p role="alert">{shown.reason || common.failed}</p>
          <button className="btn btn--pill" type="button" onClick={onRetry}>
            {common.tryAgain}
          </button>
        </Nothing>
      );
    default:
      return (
        <Nothing title={search.nothing(shown.asked)}>
          {shown.unknown.length > 0 && <p dir="auto">{search.unknown(shown.unknown.join(", "))}</p>}
          <p>{search.nothingHint}</p>
        </Nothing>
      );
  }
}

interface NothingProps {
  title?: string;
  big?: boolean;
  children: ReactNode;
}

function Nothing({ title, big = false, children }: NothingProps) {
  return (
    <div className={big ? "search__state search__state--big" : "search__state"}>
      <Icon name="search" />
      {title && (
        <h2 className="search__said" dir="auto">
          {title}
        </h2>
      )}
      {children}
    </div>
  );
}
