import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { MessageSearch } from "../../models/search.ts";

/** Beside a message that was reached from the results: a phone may have no other way back. */
export function BackToResults({ search }: { search: MessageSearch }) {
  const { asked } = search.getSnapshot();
  if (!asked || search.place.opened === null) return null;
  const { backToResults } = words().search;
  return (
    <a className="btn" href={`/searches?${new URLSearchParams({ q: asked })}`} title={backToResults}>
      <Icon name="search" />
      <span className="visually-hidden">{backToResults}</span>
    </a>
  );
}
