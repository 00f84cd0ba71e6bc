import { words } from "../../language/index.ts";
import type { Id } from "../../lib/wire.ts";
import type { Outbox } from "../../models/outbox.ts";
import { UnsentTexts } from "./unsent-texts.tsx";

/** Stands where one would write, in a room that was deleted while one looked. */
export function RoomEnd({ outbox, room }: { outbox: Outbox; room: Id }) {
  return (
    <div className="composer">
      <p className="unsent__end" role="alert">
        {words().pages.roomDeleted}
      </p>
      <UnsentTexts outbox={outbox} room={room} />
    </div>
  );
}
