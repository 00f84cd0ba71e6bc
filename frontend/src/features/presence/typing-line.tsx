import { useSyncExternalStore } from "react";
import { words } from "../../language/index.ts";
import { firstName, sentence } from "../../lib/text.ts";
import type { Id, User } from "../../lib/wire.ts";
import { nameOf } from "../../models/people.ts";
import type { TypingTracker } from "../../models/typing-tracker.ts";

interface TypingLineProps {
  tracker: TypingTracker;
  room: Id;
  users: ReadonlyMap<Id, User>;
}

export function TypingLine({ tracker, room, users }: TypingLineProps) {
  const typers = useSyncExternalStore(tracker.subscribe, () => tracker.typers(room));
  if (typers.length === 0) return null;
  const names = typers.map((id) => firstName(nameOf(users, id)));
  return (
    <p className="typing">
      <span className="typing__dots" aria-hidden="true">
        <i /> <i /> <i />
      </span>
      {words().presence.typing(sentence(names), names.length)}
    </p>
  );
}
