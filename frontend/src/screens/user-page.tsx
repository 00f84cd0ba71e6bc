import { useEffect, useState } from "react";
import { Icon } from "../components/icon.tsx";
import { PageFrame } from "../components/page-frame.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { TransferLink } from "../features/session/transfer-link.tsx";
import { UserCard } from "../features/users/user-card.tsx";
import { spoken, words } from "../language/index.ts";
import { startPing } from "../lib/api/rooms.ts";
import { createTransfer } from "../lib/api/sessions.ts";
import { ban, findUser, unban } from "../lib/api/users.ts";
import { router } from "../lib/router.ts";
import type { User } from "../lib/wire.ts";
import type { Desk } from "../models/desk.ts";
import type { PageProps } from "./pages.ts";

export function UserPage({ desk, route }: PageProps<"user">) {
  const { chat, server, flash } = desk;
  const all = useSnapshot(chat.people);
  const user = all.get(route.user);
  const mine = route.user === chat.me;
  const rules = all.get(chat.me)?.role === "administrator";
  const { users } = words();
  const unaddressed = rules && user !== undefined && user.role !== "bot" && !user.email;

  // Events carry no addresses, so that of somebody who joined while we were here has to be asked for.
  useEffect(() => {
    if (unaddressed)
      findUser(server, route.user).then(
        (found) => chat.people.update(found),
        () => {},
      );
  }, [chat, server, route.user, unaddressed]);

  async function ping() {
    const room = await startPing(server, [route.user]);
    chat.rooms.add(room);
    router.go(`/rooms/${room.id}`);
  }

  if (!user) {
    return (
      <PageFrame title={users.nobody} headed>
        <h1 className="form__title">{users.nobody}</h1>
      </PageFrame>
    );
  }
  const helped = rules && !mine && user.role !== "bot";
  return (
    <PageFrame title={user.name} headed>
      <div className="form">
        <UserCard user={user} mine={mine} rules={rules} onPing={() => void ping().catch(flash.failed)} />
        {helped && user.status === "active" && (
          <TransferLink
            key={user.id}
            whose="theirs"
            make={() => createTransfer(server, user.id)}
            onFailed={flash.failed}
          />
        )}
        {helped && user.status !== "deactivated" && <BanButton user={user} desk={desk} />}
      </div>
    </PageFrame>
  );
}

function BanButton({ user, desk }: { user: User; desk: Desk }) {
  const { chat, server, flash } = desk;
  const [done, setDone] = useState("");
  const { users } = words();
  const banned = user.status === "banned";
  const count = new Intl.NumberFormat(spoken());

  async function press() {
    if (!window.confirm(banned ? users.unbanConfirm(user.name) : users.banConfirm(user.name))) return;
    setDone("");
    if (banned) {
      chat.people.update(await unban(server, user.id));
      return;
    }
    const answer = await ban(server, user.id);
    chat.people.update(answer.user);
    const open = answer.not_blockable > 0 ? users.notBlockable(count.format(answer.not_blockable)) : "";
    setDone(`${users.banDone(count.format(answer.blocked))} ${open}`);
  }

  return (
    <>
      <button className="btn btn--pill" type="button" onClick={() => void press().catch(flash.failed)}>
        <Icon name="ban" /> {banned ? users.unban : users.ban(user.name)}
      </button>
      <p className="group__hint" role="status">
        {banned && done}
      </p>
    </>
  );
}
