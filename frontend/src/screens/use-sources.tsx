import { useEffect, useMemo, useRef } from "react";
import { Avatar } from "../components/avatar.tsx";
import type { CompletionSource } from "../components/editor-types.ts";
import { spoken, words } from "../language/index.ts";
import { roomMembers } from "../lib/api/rooms.ts";
import { loadEmoji, pickedEmoji, searchEmoji } from "../lib/emoji.ts";
import type { Id, User } from "../lib/wire.ts";
import type { Desk } from "../models/desk.ts";
import { findMentions } from "../models/mention-finder.ts";
import type { RoomView } from "../models/room-list.ts";
import { SOUNDS } from "../models/sound-catalogue.ts";

const MOST_FOUND = 8;

/** What half a word may become in this room. The same array until the room is another one. */
export function useSources({ chat, server }: Desk, room: RoomView): readonly CompletionSource[] {
  const members = useRef<ReadonlySet<Id> | null>(null);
  const { id, kind } = room;
  const pinged = room.members?.join();

  useEffect(() => {
    members.current = pinged ? new Set(pinged.split(",")) : null;
    if (kind !== "closed") return;
    let here = true;
    // Until it is known nobody is put first.
    roomMembers(server, id).then(
      (ids) => {
        if (here) members.current = new Set(ids);
      },
      () => {},
    );
    return () => {
      here = false;
    };
  }, [server, id, kind, pinged]);

  return useMemo(
    () => [
      {
        label: words().composer.people,
        typed:
          /(?:^|[\s("'\uFFFC])(@((?:[\p{L}\p{N}][\p{L}\p{N}\p{M}.'’-]*(?: [\p{L}\p{N}\p{M}.'’-]*){0,2})?))$/u,
        find: (query) =>
          findMentions(chat.people.getSnapshot(), members.current, query).map((user) =>
            personOption(user, members.current),
          ),
      },
      {
        label: words().composer.emojis,
        typed: /(?:^|[\s("'\uFFFC])(:([\p{L}\p{N}_+-]{2,}):?)$/u,
        find: findEmoji,
      },
      { label: words().composer.sounds, typed: /^(\/play (\w*))$/, find: findSounds },
    ],
    [chat],
  );
}

function personOption(user: User, members: ReadonlySet<Id> | null) {
  const away = members !== null && !members.has(user.id);
  return {
    id: user.id,
    mention: { user: user.id, name: user.name },
    shows: (
      <>
        <Avatar id={user.id} name={user.name} bot={user.role === "bot"} />
        <span dir="auto">{user.name}</span>
        {away && <span className="suggestions__note">{words().composer.notHere}</span>}
      </>
    ),
  };
}

async function findEmoji(query: string) {
  const found = searchEmoji(await loadEmoji(spoken()), query, MOST_FOUND);
  return found.map(({ char, label, codes }) => ({
    id: char,
    text: `${char} `,
    onPicked: () => pickedEmoji(char),
    shows: (
      <>
        <span className="suggestions__sign">{char}</span>
        <span>{codes[0] ? `:${codes[0]}:` : label}</span>
      </>
    ),
  }));
}

function findSounds(query: string) {
  const wanted = query.toLowerCase();
  // The whole name is there: Enter sends it.
  if (SOUNDS.some(({ name }) => name === wanted)) return [];
  return SOUNDS.filter(({ name }) => name.startsWith(wanted))
    .slice(0, MOST_FOUND)
    .map(({ name, shows }) => ({
      id: name,
      text: `/play ${name}`,
      shows: (
        <>
          <span>{name}</span>
          <span className="suggestions__note">{shows || "🔊"}</span>
        </>
      ),
    }));
}
