import { useEffect, useState } from "react";
import { useSnapshot } from "../components/use-snapshot.ts";
import { JumpDialog } from "../features/rooms/jump-dialog.tsx";
import { searchMessages } from "../lib/api/search.ts";
import type { Desk } from "../models/desk.ts";
import type { Goal } from "../models/jump.ts";
import { MessageSearch } from "../models/search.ts";

/** Enough to see that it is there; the rest is on the search page. */
const MOST = 5;

interface JumpProps {
  desk: Desk;
  onGo: (goal: Goal) => void;
  onClose: () => void;
}

/** Going anywhere by typing: to what has a name at once, to what was said as soon as it is found. */
export function Jump({ desk, onGo, onClose }: JumpProps) {
  const { chat, server, recents } = desk;
  const [search] = useState(
    () => new MessageSearch((text, cursor) => searchMessages(server, text, cursor, MOST)),
  );
  const { search_enabled: on } = useSnapshot(chat.flags);
  const { text, results } = useSnapshot(search);
  const users = useSnapshot(chat.people);

  useEffect(() => () => search.stop(), [search]);

  function go(goal: Goal) {
    if (goal.kind === "message") void recents.remember(text);
    onGo(goal);
  }

  return (
    <JumpDialog
      list={chat.rooms}
      users={users}
      hits={results}
      onType={(query) => on && search.type(query)}
      onGo={go}
      onClose={onClose}
    />
  );
}
