import { PageFrame } from "../components/page-frame.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { RoomForm } from "../features/rooms/room-form.tsx";
import { words } from "../language/index.ts";
import { createRoom, type RoomForm as Form } from "../lib/api/rooms.ts";
import { router } from "../lib/router.ts";
import { activePeople } from "../models/people.ts";
import type { PageProps } from "./pages.ts";

export function NewRoomPage({ desk, route }: PageProps<"new-room">) {
  const { chat, server } = desk;
  const users = useSnapshot(chat.people);
  const { rooms } = words();

  async function create(form: Form) {
    const room = await createRoom(server, form);
    chat.rooms.add(room);
    router.go(`/rooms/${room.id}`);
  }

  return (
    <PageFrame title={rooms.newRoom}>
      <RoomForm
        initial={{ name: rooms.newRoomName, kind: route.kind, members: [chat.me] }}
        people={activePeople(users)}
        locked={chat.me}
        onSave={create}
      />
    </PageFrame>
  );
}
