import { Avatar } from "../../components/avatar.tsx";
import type { Id, User } from "../../lib/wire.ts";
import { nameOf, titleOf } from "../../models/people.ts";

interface AuthorFaceProps {
  id: Id;
  users: ReadonlyMap<Id, User>;
}

/** The face beside a message, and the way to the person's page. */
export function AuthorFace({ id, users }: AuthorFaceProps) {
  const user = users.get(id);
  return (
    <a
      className={user?.status === "deactivated" ? "message__face message__face--gone" : "message__face"}
      href={`/users/${id}`}
      title={titleOf(users, id)}
    >
      <Avatar id={id} name={nameOf(users, id)} bot={user?.role === "bot"} />
    </a>
  );
}
