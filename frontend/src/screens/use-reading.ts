import { useCallback, useRef, useState } from "react";
import type { Message } from "../lib/wire.ts";
import type { Desk } from "../models/desk.ts";
import type { RoomView } from "../models/room-list.ts";

interface Reading {
  /** What was unread when the room was opened, or was marked so since. */
  unread: { after: number; count: number } | null;
  onSeen: (rseq: number) => void;
  onUnread: (message: Message) => void;
  /** Whoever goes to the end or writes has read after all. */
  goOn: () => void;
}

/** How far this person has read in one room, and how they take it back. */
export function useReading({ chat, actions }: Desk, room: RoomView): Reading {
  const { id } = room;
  const [unread, setUnread] = useState(() =>
    room.unread > 0 ? { after: room.read_rseq, count: room.unread } : null,
  );
  /** Marked unread by hand: what is on screen does not count as seen until the reader goes on. */
  const held = useRef(false);

  const onSeen = useCallback(
    (rseq: number) => {
      if (!held.current) chat.seen(id, rseq);
    },
    [chat, id],
  );

  const onUnread = useCallback(
    (message: Message) => {
      held.current = true;
      void actions.markUnread(message).then((marked) => {
        if (marked) setUnread({ after: message.rseq - 1, count: chat.rooms.get(id)?.unread ?? 0 });
        else held.current = false;
      });
    },
    [actions, chat, id],
  );

  const goOn = useCallback(() => {
    if (!held.current) return;
    held.current = false;
    chat.seen(id, chat.rooms.head(id));
  }, [chat, id]);

  return { unread, onSeen, onUnread, goOn };
}
