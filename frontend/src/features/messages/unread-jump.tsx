import { type RefObject, useEffect, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";

interface UnreadJumpProps {
  scroller: RefObject<HTMLElement | null>;
  /** How many there were on arrival. */
  count: number;
  /** Changes whenever the line "New messages" may have come or moved. */
  line: string | null;
  onJump: () => void;
}

/** The way to the first unread message, until its place has been seen. */
export function UnreadJump({ scroller, count, line, onJump }: UnreadJumpProps) {
  const [seen, setSeen] = useState(false);
  const [ready, setReady] = useState(line === null);

  useEffect(() => {
    const mark = scroller.current?.querySelector(".separator--new");
    if (!line || !mark || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        setReady(true);
        if (entry?.isIntersecting) setSeen(true);
      },
      { root: scroller.current },
    );
    observer.observe(mark);
    return () => observer.disconnect();
  }, [scroller, line]);

  if (seen || !ready || count === 0) return null;
  return (
    <button className="btn btn--pill messages__unread" type="button" onClick={onJump}>
      <Icon name="arrow-up" />
      {words().messages.unread(count)}
    </button>
  );
}
