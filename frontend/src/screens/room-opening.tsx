import { useSnapshot } from "../components/use-snapshot.ts";
import { Invitation } from "../features/account/invitation.tsx";
import { words } from "../language/index.ts";
import type { Chat } from "../models/chat.ts";
import type { RoomView } from "../models/room-list.ts";

/** A room older than this needs no welcome. */
const YOUNG_HEAD = 40;

interface RoomOpeningProps {
  chat: Chat;
  room: RoomView;
  onFailed: (error: unknown) => void;
}

/** What stands above the first message: the invitation in the first room, a word in an empty one. */
export function RoomOpening({ chat, room, onFailed }: RoomOpeningProps) {
  const account = useSnapshot(chat.account);
  const first = chat.rooms.oldest()?.id === room.id && room.kind !== "direct";
  if (first && room.head_rseq <= YOUNG_HEAD && account.join_code && account.join_policy !== "nobody") {
    const url = `${window.location.origin}/join/${account.join_code}`;
    return <Invitation name={account.name} url={url} onFailed={onFailed} />;
  }
  if (room.head_rseq > 0) return null;
  return <p className="messages__empty">{words().pages.nothingSaid}</p>;
}
