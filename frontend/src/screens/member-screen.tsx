import { Suspense, useEffect } from "react";
import { Flame } from "../components/flame.tsx";
import { useCalmSnapshot } from "../components/use-calm-snapshot.ts";
import { useSnapshot } from "../components/use-snapshot.ts";
import { FlashMessage } from "../features/notifications/flash-message.tsx";
import { NotificationsLink } from "../features/notifications/notifications-link.tsx";
import { Sidebar } from "../features/rooms/sidebar.tsx";
import { Whoami } from "../features/session/whoami.tsx";
import { words } from "../language/index.ts";
import { startPing } from "../lib/api/rooms.ts";
import { showAppBadge } from "../lib/app-badge.ts";
import { readNote, writeNote } from "../lib/local-note.ts";
import { router } from "../lib/router.ts";
import type { Desk } from "../models/desk.ts";
import { roomName } from "../models/people.ts";
import type { Route } from "../routes.ts";
import { MemberKeys } from "./member-keys.tsx";
import { NoRoom } from "./no-room.tsx";
import { PageComing } from "./page-coming.tsx";
import { pageFor } from "./pages.ts";
import { RoomScreen } from "./room-screen.tsx";

interface MemberScreenProps {
  desk: Desk;
  route: Route;
}

/** The house around every signed-in page: the page itself, and the sidebar beside it. */
export function MemberScreen({ desk, route }: MemberScreenProps) {
  const { chat, flash, server } = desk;
  const users = useSnapshot(chat.people);
  const account = useSnapshot(chat.account);
  const quiet = useSnapshot(desk.quiet)?.quiet ?? false;
  const { unread } = useCalmSnapshot(chat.rooms);
  const room = route.name === "room" ? chat.rooms.get(route.room) : undefined;
  const gone = route.name === "room" && !room ? chat.rooms.gone(route.room) : undefined;
  const shown = gone?.how === "deleted" ? gone.room : room;
  const note = `room/${chat.me}`;
  const me = users.get(chat.me);
  const here = useSnapshot(chat.presence);

  useEffect(() => {
    if (room) writeNote(note, room.id);
    else chat.look(null, true);
  }, [chat, note, room]);

  useEffect(() => {
    if (route.name !== "home" && !isDoor(route)) return;
    const home = chat.rooms.get(readNote(note)) ?? chat.rooms.oldest();
    router.go(home ? `/rooms/${home.id}` : "/", "replace");
  });

  const title = shown ? `${roomName(users, chat.me, shown)} · ${account.name}` : account.name;
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${title}` : title;
    showAppBadge(unread);
  }, [title, unread]);

  async function ping(user: string) {
    const ping = await startPing(server, [user]);
    chat.rooms.add(ping);
    router.go(`/rooms/${ping.id}`);
  }

  const onPing = (user: string) => void ping(user).catch(flash.failed);
  const keys = <MemberKeys desk={desk} room={room?.id ?? null} onPing={onPing} />;
  const Page = pageFor(route);
  if (Page) {
    return (
      <>
        <SkipLink />
        <Suspense fallback={<PageComing />}>
          <Page desk={desk} route={route} />
        </Suspense>
        <FlashMessage flash={flash} />
        {keys}
      </>
    );
  }
  return (
    <>
      <SkipLink />
      {shown && route.name === "room" ? (
        <RoomScreen key={shown.id} desk={desk} room={shown} ended={!room} target={route.target} />
      ) : (
        <main className="main" id="main">
          <NoRoom chat={chat} route={route} />
        </main>
      )}
      <Sidebar
        list={chat.rooms}
        users={users}
        current={room?.id ?? null}
        here={here}
        mayCreate={me?.role === "administrator" || !account.restrict_room_creation}
        onStartPing={onPing}
        foot={
          me && (
            <Whoami user={me} quiet={quiet}>
              <NotificationsLink notifications={desk.notifications} />
            </Whoami>
          )
        }
      />
      <div className="flame__corner">
        <Flame />
      </div>
      <FlashMessage flash={flash} />
      {keys}
    </>
  );
}

/** Addresses for those who are not signed in: whoever is goes home from there. */
function isDoor(route: Route): boolean {
  return route.name === "sign-in" || route.name === "first-run" || route.name === "join";
}

function SkipLink() {
  return (
    <a className="skip" href="#main">
      {words().common.skip}
    </a>
  );
}
