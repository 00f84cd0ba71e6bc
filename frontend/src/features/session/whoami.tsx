import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { User } from "../../lib/wire.ts";

export function Whoami({ user }: { user: User }) {
  const { rooms } = words();
  return (
    <>
      <a className="whoami" href="/users/me/profile" title={rooms.mySettings}>
        <Avatar id={user.id} name={user.name} />
        <span className="visually-hidden">{rooms.mySettings}</span>
        <span className="whoami__name" aria-hidden="true" dir="auto">
          {user.name}
        </span>
      </a>
      <a className="btn" href="/account/edit" title={rooms.accountSettings}>
        <Icon name="gear" />
        <span className="visually-hidden">{rooms.accountSettings}</span>
      </a>
    </>
  );
}
