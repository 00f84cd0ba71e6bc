import { fold } from "../lib/fold.ts";
import type { Id, User } from "../lib/wire.ts";
import { matchesName } from "./person-filter.ts";

const MOST_FOUND = 8;
const collator = new Intl.Collator(undefined, { sensitivity: "base" });

/** Whom a few letters after an @ mean: members of the room first, then whose name begins so, then by name. */
export function findMentions(
  users: ReadonlyMap<Id, User>,
  members: ReadonlySet<Id> | null,
  query: string,
): User[] {
  const wanted = fold(query.trim());
  const found: { user: User; rank: number }[] = [];
  for (const user of users.values()) {
    if (user.status !== "active" || !matchesName(user.name, query)) continue;
    const away = members && !members.has(user.id) ? 2 : 0;
    found.push({ user, rank: away + (fold(user.name).startsWith(wanted) ? 0 : 1) });
  }
  found.sort((a, b) => a.rank - b.rank || collator.compare(a.user.name, b.user.name));
  return found.slice(0, MOST_FOUND).map(({ user }) => user);
}
