import type { ReactNode } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { User } from "../../lib/wire.ts";

/** `quiet`: I am not to be disturbed now. Only I am shown that. */
export function Whoami({ user, quiet, children }: { user: User; quiet: boolean; children?: ReactNode }) {
  const { rooms, notifications } = words();
  return (
    <>
      <a className="whoami" href="/users/me/profile" title={rooms.mySettings}>
        <Avatar id={user.id} name={user.name} />
        <span className="visually-hidden">{rooms.mySettings}</span>
        <span className="whoami__name" aria-hidden="true" dir="auto">
          {user.name}
        </span>
        {quiet && (
          <span className="whoami__moon" title={notifications.quiet.on}>
            <Icon name="moon" />
            <span className="visually-hidden">{notifications.quiet.on}</span>
          </span>
        )}
      </a>
      {children}
      <a className="btn" href="/account/edit" title={rooms.accountSettings}>
        <Icon name="gear" />
        <span className="visually-hidden">{rooms.accountSettings}</span>
      </a>
    </>
  );
}
