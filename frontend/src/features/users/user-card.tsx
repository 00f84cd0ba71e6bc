import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { User } from "../../lib/wire.ts";

interface UserCardProps {
  user: User;
  mine: boolean;
  /** Whoever looks is an administrator, and sees the address. */
  rules: boolean;
  onPing: () => void;
}

/** Somebody's face, name and words, and the way to talk to them. */
export function UserCard({ user, mine, rules, onPing }: UserCardProps) {
  const { users } = words();
  return (
    <div className="user">
      <Avatar id={user.id} name={user.name} bot={user.role === "bot"} />
      <h1 className="form__title" dir="auto">
        {user.name}
      </h1>
      {user.role !== "member" && (
        <p className="user__role">
          <Icon name={user.role === "bot" ? "bot" : "crown"} /> {users.roles[user.role]}
        </p>
      )}
      {rules && user.email && user.role !== "bot" && (
        <a className="user__email" href={`mailto:${user.email}`}>
          {user.email}
        </a>
      )}
      {user.bio && <p dir="auto">{user.bio}</p>}
      {user.status === "deactivated" && <p className="user__gone">{users.gone(user.name)}</p>}
      {user.status === "banned" && rules && (
        <p className="user__gone">
          <Icon name="ban" /> {users.banned(user.name)}
        </p>
      )}
      {user.status === "active" && (
        <button className="btn btn--solid btn--pill user__ping" type="button" onClick={onPing}>
          <Icon name="bubble" />
          <span>{users.ping(user.name)}</span>
        </button>
      )}
      {mine && (
        <a className="btn btn--pill" href="/users/me/profile">
          <Icon name="pencil" /> {users.edit}
        </a>
      )}
    </div>
  );
}
