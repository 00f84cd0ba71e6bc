import { PageFrame } from "../components/page-frame.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { RoomPick } from "../features/rooms/room-pick.tsx";
import { words } from "../language/index.ts";
import { router } from "../lib/router.ts";
import { textToHTML } from "../lib/text.ts";
import type { Id } from "../lib/wire.ts";
import { inSidebar } from "../models/jump.ts";
import { roomName } from "../models/people.ts";
import { sharedText } from "../models/shared-text.ts";
import type { PageProps } from "./pages.ts";

/** Where the system brings a text that was shared with the app. It becomes a draft; sending is up to its writer. */
export function SharePage({ desk, route }: PageProps<"share">) {
  const { chat } = desk;
  const users = useSnapshot(chat.people);
  useSnapshot(chat.rooms);
  const { share } = words().rooms;
  const text = sharedText(route.query);
  const rooms = inSidebar(chat.rooms).map((room) => ({ id: room.id, name: roomName(users, chat.me, room) }));

  function pick(room: Id) {
    chat.composing.of(room).append(textToHTML(text));
    // The way back does not share it again.
    router.go(`/rooms/${room}`, "replace");
  }

  return (
    <PageFrame title={share.title} headed>
      <div className="shared">
        <h1 className="form__title">{text ? share.title : share.nothing}</h1>
        <p className="form__lead">{text ? share.hint : share.nothingHint}</p>
        {text && (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, by keys too */}
            <blockquote className="shared__text" dir="auto" tabIndex={0}>
              {text}
            </blockquote>
            <RoomPick rooms={rooms} label={share.filter} onPick={pick} />
          </>
        )}
      </div>
    </PageFrame>
  );
}
