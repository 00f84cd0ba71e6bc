import { useEffect, useRef, useState } from "react";
import { words } from "../../language/index.ts";
import { clip } from "../../lib/text.ts";
import type { Id, User } from "../../lib/wire.ts";
import { arrivals, type Heard } from "../../models/arrivals.ts";
import { nameOf } from "../../models/people.ts";
import type { TimelineSnapshot } from "../../models/timeline.ts";

const MOST_READ_OUT = 3;
const MOST_LETTERS = 300;

interface AnnouncerProps {
  snapshot: TimelineSnapshot;
  users: ReadonlyMap<Id, User>;
  me: Id;
}

/**
 * Says what others write, for those who do not see it appear. The list itself keeps quiet: it would read out pages of
 * history, and one's own message twice.
 */
export function Announcer({ snapshot, users, me }: AnnouncerProps) {
  const heard = useRef<Heard | null>(null);
  const [said, setSaid] = useState("");

  useEffect(() => {
    const next = arrivals(heard.current, snapshot, me);
    heard.current = next.heard;
    const text = words().messages;
    if (next.news.length > MOST_READ_OUT) setSaid(text.unread(next.news.length));
    else if (next.news.length > 0) {
      const lines = next.news.map((one) =>
        text.said(nameOf(users, one.author), clip(one.body_text, MOST_LETTERS)),
      );
      setSaid(lines.join("\n"));
    }
  }, [snapshot, users, me]);

  return (
    <div className="visually-hidden" aria-live="polite">
      {said}
    </div>
  );
}
