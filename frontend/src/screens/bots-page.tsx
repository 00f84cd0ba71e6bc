import { useEffect, useState } from "react";
import { Icon } from "../components/icon.tsx";
import { PageFrame } from "../components/page-frame.tsx";
import { Problem } from "../components/problem.tsx";
import { Spinner } from "../components/spinner.tsx";
import { useSnapshot } from "../components/use-snapshot.ts";
import { BotCard } from "../features/bots/bot-card.tsx";
import { KeyPlace } from "../features/bots/key-place.tsx";
import { words } from "../language/index.ts";
import { type Bots, listBots } from "../lib/api/bots.ts";
import type { Id } from "../lib/wire.ts";
import type { KeyPlace as Place } from "../models/curl.ts";
import type { RoomView } from "../models/room-list.ts";
import { myRooms, sharedRooms } from "../models/shared-rooms.ts";
import type { PageProps } from "./pages.ts";

export function BotsPage({ desk }: PageProps<"bots">) {
  const { chat, server, flash } = desk;
  const flags = useSnapshot(chat.flags);
  const [known, setKnown] = useState<(Bots & { roomsOf: (bot: Id) => RoomView[] }) | null>(null);
  const [problem, setProblem] = useState("");
  const [place, setPlace] = useState<Place>("address");
  const { bots, common } = words();

  useEffect(() => {
    Promise.all([listBots(server), sharedRooms(server, myRooms(chat.rooms))]).then(
      ([list, roomsOf]) => setKnown({ ...list, roomsOf }),
      (error: unknown) => setProblem(error instanceof Error ? error.message : common.failed),
    );
  }, [chat, server, common]);

  return (
    <PageFrame title={bots.title} back="/account/edit" headed wide>
      <div className="form">
        <h1 className="form__title">{bots.title}</h1>
        <p className="form__lead">{bots.lead}</p>
        <a className="btn btn--solid btn--pill bot__add" href="/account/bots/new" title={bots.add}>
          <Icon name="bot" />
          <Icon name="plus" />
          <span className="visually-hidden">{bots.add}</span>
        </a>
        {!flags.bot_integrations && <p className="form__lead">{bots.off}</p>}
        <Problem text={problem} />
        {!known && !problem && <Spinner label={common.loading} />}
        {known && known.bots.length === 0 && <p className="group__hint">{bots.nobody}</p>}
        {known && known.bots.length > 0 && (
          <>
            <p className="group__hint">
              {bots.keyHint} {!flags.files_enabled && bots.filesOff}
            </p>
            <KeyPlace place={place} onChange={setPlace} />
            <ul className="bot__list">
              {known.bots.map((bot) => (
                <BotCard
                  key={bot.id}
                  bot={bot}
                  rooms={known.roomsOf(bot.id)}
                  place={place}
                  onFailed={flash.failed}
                />
              ))}
            </ul>
          </>
        )}
      </div>
    </PageFrame>
  );
}
