import { useState } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { User } from "../../lib/wire.ts";

interface WhoamiProps {
  user: User;
  onLogOut: () => Promise<void>;
}

export function Whoami({ user, onLogOut }: WhoamiProps) {
  const [busy, setBusy] = useState(false);

  async function logOut() {
    setBusy(true);
    await onLogOut();
    setBusy(false);
  }

  const { rooms, session } = words();
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
      <button
        className="btn"
        type="button"
        title={session.logOut}
        disabled={busy}
        onClick={() => void logOut()}
      >
        <Icon name="exit" />
        <span className="visually-hidden">{session.logOut}</span>
      </button>
    </>
  );
}
