import { useState } from "react";
import { useSnapshot } from "../components/use-snapshot.ts";
import { AllowButton } from "../features/notifications/allow-button.tsx";
import { DeniedDialog } from "../features/notifications/denied-dialog.tsx";
import { Bell } from "../features/rooms/bell.tsx";
import { setInvolvement } from "../lib/api/rooms.ts";
import { notificationPermission } from "../lib/browser.ts";
import { readNote, writeNote } from "../lib/local-note.ts";
import type { Involvement } from "../lib/wire.ts";
import type { Desk } from "../models/desk.ts";
import type { RoomView } from "../models/room-list.ts";

/** That the help was shown once; from then on it stands on the profile page. */
const SHOWN_NOTE = "notifications-help";

/** A room's bell, and the word about a browser that lets no notification through. */
export function RoomBell({ desk, room }: { desk: Desk; room: RoomView }) {
  const { chat, server, flash, consent } = desk;
  const { push_notifications } = useSnapshot(chat.flags);
  const [denied, setDenied] = useState(false);

  async function involve(level: Involvement) {
    const wanted = level === "everything" || level === "mentions";
    if (wanted && notificationPermission() === "denied" && !readNote(SHOWN_NOTE)) {
      writeNote(SHOWN_NOTE, "1");
      setDenied(true);
    }
    await setInvolvement(server, room.id, chat.me, level).catch(flash.failed);
  }

  return (
    <>
      {push_notifications && <AllowButton consent={consent} onFailed={flash.failed} />}
      <Bell kind={room.kind} level={room.involvement} onChange={involve} />
      {denied && <DeniedDialog onClose={() => setDenied(false)} />}
    </>
  );
}
