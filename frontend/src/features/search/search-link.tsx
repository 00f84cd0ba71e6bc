import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";

/** The way from a room into the search. */
export function SearchLink() {
  const { start } = words().search;
  return (
    <a className="btn search__link" href="/searches" title={start}>
      <Icon name="search" />
      <span className="visually-hidden">{start}</span>
    </a>
  );
}
