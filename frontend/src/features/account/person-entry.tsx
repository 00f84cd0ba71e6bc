import { memo, useState } from "react";
import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { ToolButton } from "../../components/tool-button.tsx";
import { words } from "../../language/index.ts";
import type { User } from "../../lib/wire.ts";

export interface PeopleActions {
  setRole: (user: User, role: User["role"]) => Promise<void>;
  setStatus: (user: User, status: User["status"]) => Promise<void>;
  unban: (user: User) => Promise<void>;
}

interface PersonEntryProps {
  user: User;
  mine: boolean;
  /** Whoever looks is an administrator. */
  rules: boolean;
  actions: PeopleActions;
}

/** Its own component and remembered: one change among five hundred people draws one line. */
export const PersonEntry = memo(function PersonEntry({ user, mine, rules, actions }: PersonEntryProps) {
  const { people } = words().account;
  const banned = user.status === "banned";
  const active = user.status === "active";
  return (
    <li className={active ? "entry" : "entry entry--quiet"}>
      <span className="entry__face">
        <Avatar id={user.id} name={user.name} />
        {banned && <Icon name="ban" />}
      </span>
      <a className="entry__name" href={`/users/${user.id}`} title={titleOf(user)} dir="auto">
        {user.name}
        <span className="visually-hidden">{user.bio && ` – ${user.bio}`}</span>
      </a>
      {banned && <span className="entry__more">{people.banned}</span>}
      <span className="entry__leader" />
      <span className="entry__tools">
        {rules && active && <RoleToggle user={user} mine={mine} onChange={actions.setRole} />}
        {mine && (
          <a className="btn" href="/users/me/profile" title={people.mySettings}>
            <Icon name="pencil" />
            <span className="visually-hidden">{people.mySettings}</span>
          </a>
        )}
        {rules && active && !mine && (
          <ToolButton
            name={people.remove(user.name)}
            icon="minus"
            negative
            question={people.removeConfirm(user.name)}
            act={() => actions.setStatus(user, "deactivated")}
          />
        )}
        {rules && banned && (
          <ToolButton name={people.unban(user.name)} icon="retry" act={() => actions.unban(user)} />
        )}
        {rules && user.status === "deactivated" && (
          <ToolButton
            name={people.bringBack(user.name)}
            icon="retry"
            question={people.bringBackConfirm(user.name)}
            act={() => actions.setStatus(user, "active")}
          />
        )}
      </span>
    </li>
  );
});

interface RoleToggleProps {
  user: User;
  mine: boolean;
  onChange: PeopleActions["setRole"];
}

function RoleToggle({ user, mine, onChange }: RoleToggleProps) {
  const [busy, setBusy] = useState(false);
  const { people } = words().account;
  const administrator = user.role === "administrator";
  const name = administrator ? people.administrator : people.member;

  async function change() {
    if (mine && !window.confirm(people.stepDown)) return;
    setBusy(true);
    await onChange(user, administrator ? "member" : "administrator");
    setBusy(false);
  }

  return (
    <label className="role btn" title={name}>
      <input
        className="role__input"
        type="checkbox"
        aria-label={name}
        aria-description={user.name}
        checked={administrator}
        disabled={busy}
        onChange={() => void change()}
      />
      <Icon name="crown" />
    </label>
  );
}

function titleOf(user: User): string {
  return user.bio ? `${user.name} – ${user.bio}` : user.name;
}
