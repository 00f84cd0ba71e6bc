import { Placeholder } from "../components/placeholder.tsx";
import { words } from "../language/index.ts";
import type { Route } from "../routes.ts";

/** What a signed-in person sees in place of a room that is not there. */
export function NoRoom({ route, hasRooms }: { route: Route; hasRooms: boolean }) {
  const { pages } = words();
  if (route.name === "room") {
    return (
      <Placeholder title={pages.roomGone}>
        <p>{pages.roomGoneHint}</p>
      </Placeholder>
    );
  }
  if (route.name !== "home" || hasRooms) {
    return (
      <Placeholder title={pages.nothingHere}>
        <a className="btn btn--pill" href="/">
          {pages.home}
        </a>
      </Placeholder>
    );
  }
  return (
    <Placeholder title={pages.noRooms}>
      <p>{pages.noRoomsHint}</p>
    </Placeholder>
  );
}
