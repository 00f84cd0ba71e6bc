import { useEffect, useRef, useState } from "react";
import { words } from "../../language/index.ts";
import type { NewKey } from "../../lib/api/bots.ts";
import type { Id } from "../../lib/wire.ts";
import { isIncoming, reach } from "../../models/bot-keys.ts";
import type { KeyPlace as Place } from "../../models/curl.ts";
import { CommandLine } from "./command-line.tsx";
import { CurlLines } from "./curl-lines.tsx";
import { IncomingLines } from "./incoming-lines.tsx";
import { KeyPlace } from "./key-place.tsx";
import { RoomPick } from "./room-pick.tsx";

interface KeyShownProps {
  made: NewKey;
  /** Rooms that the bot and I are in. */
  rooms: readonly { id: Id; name: string }[];
  files: boolean;
  /** It was made for what was written for Slack, and nothing else is shown. */
  incoming?: boolean;
  onFailed: (error: unknown) => void;
}

/** A key, the only time that anybody sees it, and what can be done with it. */
export function KeyShown({ made, rooms, files, incoming = false, onFailed }: KeyShownProps) {
  const { key, entry } = made;
  const [place, setPlace] = useState<Place>("address");
  const [picked, setPicked] = useState("");
  const section = useRef<HTMLElement>(null);
  const { bots } = words();
  const reached = reach(entry, rooms);
  const room = reached.find(({ id }) => id === picked) ?? reached[0];
  const title = incoming ? bots.incoming.shown(room?.name ?? "") : bots.keyTitle(entry.name);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is a reason to look here
  useEffect(() => {
    // Newer browsers return a promise, which is no clean-up.
    section.current?.scrollIntoView({ block: "nearest" });
  }, [key]);

  return (
    <section className="bot__shown" aria-label={title} ref={section}>
      <h3 className="group__title" dir="auto">
        {title}
      </h3>
      <p role="status">{incoming ? bots.incoming.once : bots.keyOnce}</p>
      {!incoming && (
        <CommandLine icon="key" label={bots.key} copy={bots.copyKey} line={key} onFailed={onFailed} />
      )}
      {room && !incoming && (
        <>
          <KeyPlace place={place} onChange={setPlace} />
          {reached.length > 1 && <RoomPick rooms={reached} value={room.id} onChange={setPicked} />}
          <CurlLines room={room} botKey={key} place={place} scopes={entry.scopes} onFailed={onFailed} />
          {!files && entry.scopes.includes("write") && <p className="group__hint">{bots.filesOff}</p>}
        </>
      )}
      {isIncoming(entry) && <IncomingLines botKey={key} onFailed={onFailed} />}
    </section>
  );
}
