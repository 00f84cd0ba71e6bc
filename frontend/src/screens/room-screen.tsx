import { useCallback, useEffect, useMemo, useState } from "react";
import { useSnapshot } from "../components/use-snapshot.ts";
import { useVisible } from "../components/use-visible.ts";
import { MessageList } from "../features/messages/message-list.tsx";
import { RoomEnd } from "../features/messages/room-end.tsx";
import { BackToNotifications } from "../features/notifications/back-to-notifications.tsx";
import { RoomNav } from "../features/rooms/room-nav.tsx";
import { BackToResults } from "../features/search/back-to-results.tsx";
import { words } from "../language/index.ts";
import { quoteOf } from "../lib/quote.ts";
import { router } from "../lib/router.ts";
import type { Id, Message } from "../lib/wire.ts";
import type { Desk } from "../models/desk.ts";
import { mayEdit } from "../models/message-actions.ts";
import { nameOf } from "../models/people.ts";
import type { RoomView } from "../models/room-list.ts";
import { RoomBell } from "./room-bell.tsx";
import { RoomComposer } from "./room-composer.tsx";
import { RoomOpening } from "./room-opening.tsx";
import { RoomTrouble } from "./room-trouble.tsx";
import { useReading } from "./use-reading.ts";
import { useSources } from "./use-sources.tsx";

/** How long a quiet sentence stays. */
const NOTICE_MS = 6_000;

interface RoomScreenProps {
  desk: Desk;
  room: RoomView;
  /** Deleted before our eyes: to be read, not to be written in. */
  ended: boolean;
  target: number | null;
}

export function RoomScreen({ desk, room, ended, target }: RoomScreenProps) {
  const { chat, actions } = desk;
  const id = room.id;
  const history = useMemo(() => chat.histories.open(id), [chat, id]);
  const users = useSnapshot(chat.people);
  const { opening, missing, reason } = useSnapshot(history);
  const [editing, setEditing] = useState<Id | null>(null);
  const [notice, setNotice] = useState("");
  const { unread, onSeen, onUnread, goOn } = useReading(desk, room);
  const flags = useSnapshot(chat.flags);
  const visible = useVisible();
  const sources = useSources(desk, room);

  useEffect(() => chat.look(id, visible), [chat, id, visible]);

  useEffect(() => {
    void (target === null ? history.openNewest() : history.openAround(target));
  }, [history, target]);

  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => setNotice(""), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);

  // What was not sent stands below then, where it can be taken away.
  useEffect(() => {
    if (ended) history.timeline.setPending([]);
  }, [ended, history]);

  function missed() {
    setNotice(words().messages.notHere);
    newest();
  }

  function newest() {
    goOn();
    if (target !== null) router.go(`/rooms/${id}`, "replace");
    void history.openNewest();
  }

  function send(text: string, body: string) {
    goOn();
    if (history.timeline.getSnapshot().has_after) newest();
    chat.outbox.send(id, text, body);
  }

  const reply = useCallback(
    (message: Message) => {
      const author = nameOf(chat.people.getSnapshot(), message.author);
      chat.composing.of(id).quote(quoteOf(message, author, window.location.origin));
    },
    [chat, id],
  );

  function editLast() {
    const { rows, has_after } = history.timeline.getSnapshot();
    const last = rows.findLast((row) => row.state === "sent" && row.message.author === chat.me);
    if (!has_after && last?.state === "sent" && mayEdit(last.message, users.get(chat.me))) {
      setEditing(last.message.id);
    }
  }

  return (
    <main className="main" id="main">
      <RoomNav room={room} users={users} me={chat.me}>
        {target !== null && <BackToResults search={desk.search} />}
        {target !== null && <BackToNotifications notifications={desk.notifications} />}
        {!ended && <RoomBell desk={desk} room={room} />}
      </RoomNav>
      {opening === "failed" ? (
        <RoomTrouble missing={missing} reason={reason} onRetry={() => void history.retry()} />
      ) : (
        <MessageList
          history={history}
          outbox={chat.outbox}
          users={users}
          me={chat.me}
          target={target}
          flags={flags}
          unread={unread}
          editing={editing}
          onEdit={setEditing}
          actions={actions}
          sources={sources}
          onReply={reply}
          onUnread={onUnread}
          onSeen={onSeen}
          onNewest={newest}
          onMissing={missed}
          notice={notice}
          opening={<RoomOpening chat={chat} room={room} onFailed={desk.flash.failed} />}
        />
      )}
      {ended ? (
        <RoomEnd outbox={chat.outbox} room={id} />
      ) : (
        <RoomComposer desk={desk} room={id} sources={sources} onSend={send} onEditLast={editLast} />
      )}
    </main>
  );
}
