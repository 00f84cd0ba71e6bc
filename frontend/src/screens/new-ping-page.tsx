import { PageFrame } from "../components/page-frame.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { PingForm } from "../features/rooms/ping-form.tsx";
import { words } from "../language/index.ts";
import { startPing } from "../lib/api/rooms.ts";
import { router } from "../lib/router.ts";
import type { Id } from "../lib/wire.ts";
import { activePeople } from "../models/people.ts";
import type { PageProps } from "./pages.ts";

export function NewPingPage({ desk }: PageProps<"new-ping">) {
  const { chat, server } = desk;
  const users = useSnapshot(chat.people);
  const { rooms } = words();

  async function start(members: Id[]) {
    const ping = await startPing(server, members);
    chat.rooms.add(ping);
    router.go(`/rooms/${ping.id}`);
  }

  return (
    <PageFrame
      title={rooms.newPing}
      tools={
        <a className="btn btn--pill" href="/">
          {rooms.cancel}
        </a>
      }
    >
      <PingForm
        people={activePeople(users).filter((user) => user.id !== chat.me)}
        onStart={start}
        onCancel={() => router.go("/")}
      />
    </PageFrame>
  );
}
