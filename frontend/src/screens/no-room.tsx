import { Placeholder } from "../components/placeholder.tsx";
import { UnsentTexts } from "../features/messages/unsent-texts.tsx";
import { words } from "../language/index.ts";
import type { Chat } from "../models/chat.ts";
import type { Route } from "../routes.ts";

/** What a signed-in person sees in place of a room that is not there. */
export function NoRoom({ chat, route }: { chat: Chat; route: Route }) {
  const { pages } = words();
  if (route.name === "room") {
    return (
      <Placeholder title={chat.rooms.gone(route.room) ? pages.roomLeft : pages.roomGone}>
        <p>{chat.rooms.gone(route.room) ? pages.roomLeftHint : pages.roomGoneHint}</p>
        <UnsentTexts outbox={chat.outbox} room={route.room} />
        <HomeLink />
      </Placeholder>
    );
  }
  if (route.name !== "home" || chat.rooms.oldest()) {
    return (
      <Placeholder title={pages.nothingHere}>
        <HomeLink />
      </Placeholder>
    );
  }
  return (
    <Placeholder title={pages.noRooms}>
      <p>{pages.noRoomsHint}</p>
    </Placeholder>
  );
}

function HomeLink() {
  return (
    <a className="btn btn--pill" href="/">
      {words().pages.home}
    </a>
  );
}
