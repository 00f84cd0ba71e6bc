import { useCallback, useEffect, useMemo, useRef } from "react";
import type { CompletionSource } from "../components/editor-types.ts";
import { useSnapshot } from "../components/use-snapshot.ts";
import { Composer } from "../features/composer/composer.tsx";
import { ConnectionLine } from "../features/presence/connection-line.tsx";
import { TypingLine } from "../features/presence/typing-line.tsx";
import { SearchLink } from "../features/search/search-link.tsx";
import { NewDeviceNote } from "../features/session/new-device-note.tsx";
import { words } from "../language/index.ts";
import { uploadFile } from "../lib/api/messages.ts";
import { router } from "../lib/router.ts";
import type { Id } from "../lib/wire.ts";
import type { Desk } from "../models/desk.ts";

interface RoomComposerProps {
  desk: Desk;
  room: Id;
  sources: readonly CompletionSource[];
  onSend: (text: string, body: string) => void;
  onEditLast: () => void;
}

/** Keeps what the composer is given the same while messages come in, so that typing waits for none of them. */
export function RoomComposer({ desk, room, sources, onSend, onEditLast }: RoomComposerProps) {
  const { chat, devices, server, flash, wishes } = desk;
  const users = useSnapshot(chat.people);
  const flags = useSnapshot(chat.flags);
  const wished = useSnapshot(wishes).has("files");
  const latest = useRef({ onSend, onEditLast });

  useEffect(() => {
    latest.current = { onSend, onEditLast };
  });

  const send = useCallback((text: string, body: string) => latest.current.onSend(text, body), []);
  const editLast = useCallback(() => latest.current.onEditLast(), []);
  const typed = useCallback(() => chat.signal.typed(room), [chat, room]);
  const stopped = useCallback(() => chat.signal.stopped(), [chat]);
  const wish = useCallback(() => void wishes.wish("files").catch(flash.failed), [wishes, flash]);
  const explain = useCallback(() => wishes.load(), [wishes]);
  const sendFile = useCallback(
    (file: File) =>
      uploadFile(server, room, file).then(
        () => true,
        (error: unknown) => {
          flash.failed(error);
          return false;
        },
      ),
    [server, room, flash],
  );
  const lines = useMemo(
    () => (
      <>
        <NewDeviceNote
          devices={devices}
          onMine={({ id }) => void devices.confirm(id).catch(flash.failed)}
          onForeign={({ id }) => void refuse(desk, id).catch(flash.failed)}
        />
        <TypingLine tracker={chat.typing} room={room} users={users} />
        <ConnectionLine connection={chat.connection} shelf={chat.outbox.shelf} />
      </>
    ),
    [chat, desk, devices, flash, room, users],
  );

  const beside = useMemo(() => flags.search_enabled && <SearchLink />, [flags.search_enabled]);

  return (
    <Composer
      key={room}
      draft={chat.composing.of(room)}
      flags={flags}
      sources={sources}
      wished={wished}
      onWish={wish}
      onExplain={explain}
      onSend={send}
      onFile={sendFile}
      onTyping={typed}
      onStopped={stopped}
      onEditLast={editLast}
      beside={beside}
    >
      {lines}
    </Composer>
  );
}

/** It is signed out; whoever was there knows how to come back, until the password is another one: that is on top there. */
async function refuse({ devices, flash }: Desk, device: Id): Promise<void> {
  await devices.refuse(device);
  router.go("/users/me/profile");
  flash.say(words().users.devices.refused);
}
