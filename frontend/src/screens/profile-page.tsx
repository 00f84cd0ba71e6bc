import { useEffect, useMemo } from "react";
import { Avatar } from "../components/avatar.tsx";
import { Icon } from "../components/icon.tsx";
import { PageFrame } from "../components/page-frame.tsx";
import { Picture } from "../components/picture.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { type MailingCalls, MailingPanel } from "../features/notifications/mailing-panel.tsx";
import { NotificationHelp } from "../features/notifications/notification-help.tsx";
import { QuietPanel } from "../features/notifications/quiet-panel.tsx";
import { InvolvementList } from "../features/rooms/involvement-list.tsx";
import { type ConnectionCalls, Connections } from "../features/session/connections.tsx";
import { type DeviceCalls, Devices } from "../features/session/devices.tsx";
import { TransferLink } from "../features/session/transfer-link.tsx";
import { LookSettings } from "../features/users/look-settings.tsx";
import { ProfileForm } from "../features/users/profile-form.tsx";
import { SoundSettings } from "../features/users/sound-settings.tsx";
import { words } from "../language/index.ts";
import { uploadPicture } from "../lib/api/account.ts";
import { changePace, readMailing } from "../lib/api/mailing.ts";
import { setInvolvement } from "../lib/api/rooms.ts";
import { createTransfer, devices, endOtherSessions, endSession } from "../lib/api/sessions.ts";
import { connections, disconnect } from "../lib/api/sign-in.ts";
import { changeMe } from "../lib/api/users.ts";
import { setOut } from "../lib/trip.ts";
import type { PageProps } from "./pages.ts";

export function ProfilePage({ desk }: PageProps<"profile">) {
  const { chat, server, flash, wishes, logOut } = desk;
  const people = useSnapshot(chat.people);
  const me = people.get(chat.me);
  const flags = useSnapshot(chat.flags);
  const wished = useSnapshot(wishes).has("avatars");
  const { users, disabled } = words();

  useEffect(() => wishes.load(), [wishes]);

  const calls: DeviceCalls = useMemo(
    () => ({
      list: () => devices(server),
      end: (id) => endSession(server, id),
      endOthers: () => endOtherSessions(server),
    }),
    [server],
  );

  const doors: ConnectionCalls = useMemo(() => {
    const here = { from: "/users/me/profile", to: "/users/me/profile" };
    return {
      providers: () => server.setup().then(({ auth_methods }) => auth_methods.oauth2),
      connected: () => connections(server),
      connect: (provider) => setOut(server, provider, here),
      disconnect: (name) => disconnect(server, name),
    };
  }, [server]);

  const mailing: MailingCalls = useMemo(
    () => ({ read: () => readMailing(server), change: (pace) => changePace(server, pace) }),
    [server],
  );

  const tools = (
    <button
      className="btn"
      type="button"
      title={users.logOut}
      onClick={() => void logOut().catch(flash.failed)}
    >
      <Icon name="exit" />
      <span className="visually-hidden">{users.logOut}</span>
    </button>
  );
  if (!me) return null;
  return (
    <PageFrame title={users.mySettings} tools={tools}>
      <div className="form">
        <Picture
          label={users.uploadAvatar}
          enabled={flags.avatars_enabled}
          notice={disabled.avatars}
          wished={wished}
          onWish={() => void wishes.wish("avatars").catch(flash.failed)}
          onPick={(file) => void uploadPicture(server, "avatar", file).catch(flash.failed)}
        >
          <Avatar id={me.id} name={me.name} />
        </Picture>
        <ProfileForm
          user={me}
          onSave={async (change) => chat.people.update(await changeMe(server, change))}
        />
        <InvolvementList
          list={chat.rooms}
          users={people}
          onChange={(room, level) => setInvolvement(server, room, chat.me, level).catch(flash.failed)}
        />
        <section className="group" aria-label={words().notifications.helpTitle}>
          <h2 className="group__title">{words().notifications.helpTitle}</h2>
          <a className="btn btn--pill" href="/users/me/push_subscriptions">
            {words().notifications.push.title}
          </a>
          <NotificationHelp />
        </section>
        <QuietPanel hours={desk.quiet} />
        <MailingPanel calls={mailing} email={me.email ?? ""} />
        <LookSettings />
        <SoundSettings />
        <TransferLink whose="mine" make={() => createTransfer(server)} onFailed={flash.failed} />
        <Connections calls={doors} />
        <Devices calls={calls} wanted={window.location.search === "?devices"} />
      </div>
    </PageFrame>
  );
}
