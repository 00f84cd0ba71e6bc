import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { Bot } from "../../lib/api/bots.ts";
import type { Id } from "../../lib/wire.ts";
import type { KeyPlace } from "../../models/curl.ts";
import { CurlLines } from "./curl-lines.tsx";

interface BotCardProps {
  bot: Bot;
  /** Rooms that the bot and I are in. */
  rooms: readonly { id: Id; name: string }[];
  place: KeyPlace;
  onFailed: (error: unknown) => void;
}

export function BotCard({ bot, rooms, place, onFailed }: BotCardProps) {
  const { bots } = words();
  return (
    <li className="group">
      <div className="entry bot">
        <Avatar id={bot.id} name={bot.name} bot />
        <a className="entry__name bot__name" href={`/users/${bot.id}`} dir="auto">
          {bot.name}
        </a>
        <span className="entry__leader" />
        <a className="btn" href={`/account/bots/${bot.id}/edit`} title={bots.edit(bot.name)}>
          <Icon name="pencil" />
          <span className="visually-hidden">{bots.edit(bot.name)}</span>
        </a>
      </div>
      {rooms.map((room) => (
        <CurlLines key={room.id} room={room} botKey="" place={place} onFailed={onFailed} />
      ))}
      {rooms.length === 0 && <p className="group__hint">{bots.noRooms}</p>}
    </li>
  );
}
