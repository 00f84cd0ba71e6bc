import { words } from "../language/index.ts";
import { Store } from "../lib/store.ts";
import { firstName, initials, sentence } from "../lib/text.ts";
import type { Id, Room, User } from "../lib/wire.ts";

/** Everybody, also those who left, so that old messages keep their names. */
export class People extends Store {
  readonly me: Id;
  #users: ReadonlyMap<Id, User> = new Map();

  constructor(me: Id) {
    super();
    this.me = me;
  }

  readonly getSnapshot = (): ReadonlyMap<Id, User> => this.#users;

  replaceAll(users: User[]): void {
    this.#users = new Map(users.map((user) => [user.id, user]));
    this.changed();
  }

  update(user: User): void {
    const known = this.#users.get(user.id);
    this.#users = new Map(this.#users).set(user.id, { ...known, ...user });
    this.changed();
  }
}

export function nameOf(users: ReadonlyMap<Id, User>, id: Id): string {
  return users.get(id)?.name || words().messages.someone;
}

/** What stands in the title of a face. */
export function titleOf(users: ReadonlyMap<Id, User>, id: Id): string {
  const name = nameOf(users, id);
  const bio = users.get(id)?.bio;
  return bio ? `${name} – ${bio}` : name;
}

/** "Priya" for two, "JW+ML" for three, "JW, PN, and SH" for more. */
export function pingLabel(users: ReadonlyMap<Id, User>, others: readonly Id[]): string {
  const names = others.map((id) => nameOf(users, id));
  if (names.length <= 1) return firstName(names[0] ?? words().messages.someone);
  const letters = names.map((name) => initials(name, 3));
  return letters.length === 2 ? letters.join("+") : sentence(letters);
}

/** What a room is called; a ping by everybody in it but me, whatever order the ids have. */
export function roomName(users: ReadonlyMap<Id, User>, me: Id, room: Room): string {
  if (room.kind !== "direct") return room.name;
  const others = (room.members ?? []).filter((id) => id !== me);
  const names = (others.length ? others : [me]).map((id) => nameOf(users, id));
  return sentence(names.sort((a, b) => a.localeCompare(b)));
}

/** Whom one may let in, ping or mention: by name. */
export function activePeople(users: ReadonlyMap<Id, User>): User[] {
  return [...users.values()]
    .filter((user) => user.status === "active")
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { sensitivity: "base" }));
}
