import { fold } from "../lib/fold.ts";
import type { Id, User } from "../lib/wire.ts";

export interface Roster {
  administrators: User[];
  /** Banned people among them: only administrators are shown who is banned. */
  members: User[];
  left: User[];
}

/** The people of an account by what they may do, each group by name. Bots have a page of their own. */
export function rosterOf(users: ReadonlyMap<Id, User>, administrator: boolean): Roster {
  const people = [...users.values()].filter((user) => user.role !== "bot").sort(byName);
  const here = people.filter(
    (user) => user.status === "active" || (administrator && user.status === "banned"),
  );
  const rules = (user: User) => user.role === "administrator" && user.status === "active";
  return {
    administrators: here.filter(rules),
    members: here.filter((user) => !rules(user)),
    left: administrator ? people.filter((user) => user.status === "deactivated") : [],
  };
}

/** Part of a name, whatever its case and accents. */
export function named(users: User[], part: string): User[] {
  const wanted = fold(part.trim());
  return wanted ? users.filter((user) => fold(user.name).includes(wanted)) : users;
}

const names = new Intl.Collator(undefined, { sensitivity: "base" });

function byName(a: User, b: User): number {
  return names.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}
