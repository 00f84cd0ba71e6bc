import { useState } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
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

  return (
    <>
      <span className="whoami">
        <Avatar id={user.id} name={user.name} />
        <span className="whoami__name">{user.name}</span>
      </span>
      <button className="btn" type="button" title="Log out" disabled={busy} onClick={() => void logOut()}>
        <Icon name="exit" />
        <span className="visually-hidden">Log out</span>
      </button>
    </>
  );
}
