import { useEffect } from "react";
import { Flame } from "../components/flame.tsx";
import { Placeholder } from "../components/placeholder.tsx";
import { useCalmSnapshot } from "../components/use-calm-snapshot.ts";
import { useSnapshot } from "../components/use-snapshot.ts";
import { FlashMessage } from "../features/notifications/flash-message.tsx";
import { Sidebar } from "../features/rooms/sidebar.tsx";
import { Whoami } from "../features/session/whoami.tsx";
import { readNote, writeNote } from "../lib/local-note.ts";
import { router } from "../lib/router.ts";
import type { Desk } from "../models/desk.ts";
import type { Route } from "../routes.ts";
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
  const { unread } = useCalmSnapshot(chat.rooms);
  const room = route.name === "room" ? chat.rooms.get(route.room) : undefined;
  const note = `room/${chat.me}`;
  const me = users.get(chat.me);

  useEffect(() => {
    if (room) writeNote(note, room.id);
    else chat.look(null, true);
  }, [chat, note, room]);

  useEffect(() => {
    if (route.name === "room" || route.name === "not-found") return;
    const home = chat.rooms.get(readNote(note)) ?? chat.rooms.oldest();
    router.go(home ? `/rooms/${home.id}` : "/", "replace");
  });

  const title = room && room.kind !== "direct" ? `${room.name} · ${account.name}` : account.name;
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${title}` : title;
  }, [title, unread]);

  async function startPing(user: string) {
    const ping = await server.startPing([user]);
    chat.rooms.add(ping);
    router.go(`/rooms/${ping.id}`);
  }

  return (
    <>
      <a className="skip" href="#main">
        Skip to main content
      </a>
      {room && route.name === "room" ? (
        <RoomScreen key={room.id} desk={desk} room={room} target={route.target} />
      ) : (
        <main className="main" id="main">
          <NoRoom route={route} hasRooms={chat.rooms.oldest() !== undefined} />
        </main>
      )}
      <Sidebar
        list={chat.rooms}
        users={users}
        current={room?.id ?? null}
        onStartPing={(user) => void startPing(user).catch(flash.failed)}
        foot={me && <Whoami user={me} onLogOut={() => desk.logOut().catch(flash.failed)} />}
      />
      <div className="flame__corner">
        <Flame />
      </div>
      <FlashMessage flash={flash} />
    </>
  );
}

function NoRoom({ route, hasRooms }: { route: Route; hasRooms: boolean }) {
  if (route.name === "room") {
    return (
      <Placeholder title="This room is not here">
        <p>It was closed, or you are not in it.</p>
      </Placeholder>
    );
  }
  if (route.name === "not-found" || hasRooms) {
    return (
      <Placeholder title="Nothing at this address">
        <a className="btn btn--pill" href="/">
          Back to the fire
        </a>
      </Placeholder>
    );
  }
  return (
    <Placeholder title="No rooms yet">
      <p>As soon as somebody lets you into a room, it shows up here.</p>
    </Placeholder>
  );
}
