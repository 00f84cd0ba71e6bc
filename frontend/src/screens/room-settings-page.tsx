import { useEffect, useState } from "react";
import { Avatar } from "../components/avatar.tsx";
import { Icon } from "../components/icon.tsx";
import { PageFrame } from "../components/page-frame.tsx";
import { Placeholder } from "../components/placeholder.tsx";
import { Spinner } from "../components/spinner.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { RoomForm } from "../features/rooms/room-form.tsx";
import { words } from "../language/index.ts";
import { deleteRoom, type RoomForm as Form, leaveRoom, roomMembers, updateRoom } from "../lib/api/rooms.ts";
import { router } from "../lib/router.ts";
import type { Id } from "../lib/wire.ts";
import { activePeople, nameOf } from "../models/people.ts";
import type { PageProps } from "./pages.ts";

export function RoomSettingsPage({ desk, route }: PageProps<"room-settings">) {
  const { chat, server, flash } = desk;
  const users = useSnapshot(chat.people);
  useSnapshot(chat.rooms);
  const room = chat.rooms.get(route.room);
  const [members, setMembers] = useState<Id[] | null>(null);
  const { rooms, pages } = words();
  const me = users.get(chat.me);
  const ping = room?.kind === "direct";
  const mine = room?.creator === chat.me || me?.role === "administrator";

  useEffect(() => {
    roomMembers(server, route.room).then(setMembers, flash.failed);
  }, [server, flash, route.room]);

  if (!room) {
    return (
      <PageFrame title={pages.roomGone} headed>
        <Placeholder title={pages.roomGone}>
          <p>{pages.roomGoneHint}</p>
        </Placeholder>
      </PageFrame>
    );
  }
  const name = room.name;
  const back = `/rooms/${room.id}`;

  async function save(form: Form) {
    await updateRoom(server, route.room, form);
    router.go(back);
  }

  /** After it the room is not ours any more. */
  async function end(question: string, act: () => Promise<void>) {
    if (!window.confirm(question)) return;
    try {
      await act();
      chat.left(route.room);
      router.go("/");
    } catch (error) {
      flash.failed(error);
    }
  }

  const ending = (
    <div className="access__end">
      {room.kind === "closed" && (
        <button
          className="btn btn--pill"
          type="button"
          onClick={() => void end(rooms.leaveSure(name), () => leaveRoom(server, room.id, chat.me))}
        >
          <Icon name="exit" /> {rooms.leave(name)}
        </button>
      )}
      {(mine || ping) && (
        <button
          className="btn btn--pill btn--negative"
          type="button"
          onClick={() =>
            void end(ping ? rooms.deletePingSure : rooms.deleteSure(name), () => deleteRoom(server, room.id))
          }
        >
          <Icon name="trash" /> {ping ? rooms.deletePing : rooms.delete(name)}
        </button>
      )}
    </div>
  );

  if (ping) {
    const others = (room.members ?? []).filter((id) => id !== chat.me);
    return (
      <PageFrame title={rooms.settingsPing} back={back}>
        <div className="access">
          {(others.length ? others : [chat.me]).map((id) => (
            <a className="access__entry" key={id} href={`/users/${id}`}>
              <Avatar id={id} name={nameOf(users, id)} bot={users.get(id)?.role === "bot"} />
              <span className="access__name" dir="auto">
                {nameOf(users, id)}
              </span>
            </a>
          ))}
        </div>
        {ending}
      </PageFrame>
    );
  }
  return (
    <PageFrame title={rooms.settings} back={back} headed={!mine}>
      {members ? (
        <RoomForm
          initial={{ name, kind: room.kind === "open" ? "open" : "closed", members }}
          people={activePeople(users)}
          locked={chat.me}
          onSave={mine ? save : undefined}
        >
          {ending}
        </RoomForm>
      ) : (
        <Spinner label={words().common.loading} />
      )}
    </PageFrame>
  );
}
