import type { RefObject } from "react";
import { Spinner } from "../../components/spinner.tsx";
import { words } from "../../language/index.ts";
import type { Loading } from "../../models/history.ts";
import { useReach } from "./use-reach.ts";

interface PageEdgeProps {
  scroller: RefObject<HTMLElement | null>;
  more: boolean;
  loading: Loading;
  content: unknown;
  onReach: () => void;
}

/** Where the loaded list ends and the next page begins. */
export function PageEdge({ scroller, more, loading, content, onReach }: PageEdgeProps) {
  const mark = useReach(scroller, more && loading === "idle", content, onReach);
  if (!more) return null;
  return (
    <div className="messages__edge" ref={mark}>
      {loading === "failed" ? (
        <button className="btn btn--pill" type="button" onClick={onReach}>
          {words().messages.loadMore}
        </button>
      ) : (
        <Spinner label={words().messages.loading} />
      )}
    </div>
  );
}
