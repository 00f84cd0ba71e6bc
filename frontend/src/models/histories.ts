import type { Clock } from "../lib/clock.ts";
import type { DeletedMessage, Message, MessagePage, PageCursor } from "../lib/wire.ts";
import { History } from "./history.ts";
import type { Outbox } from "./outbox.ts";
import type { RoomList } from "./room-list.ts";

export interface HistoriesOptions {
  rooms: RoomList;
  outbox: Outbox;
  fetch: (room: string, cursor: PageCursor, limit: number) => Promise<MessagePage>;
  onError: (error: unknown) => void;
  clock: Clock;
}

/** The rooms looked at so far, each with its history; the outbox hangs in all of them. */
export class Histories {
  readonly #options: HistoriesOptions;
  readonly #byRoom = new Map<string, History>();
  readonly #listeners = new Set<(message: Message | DeletedMessage) => void>();

  constructor(options: HistoriesOptions) {
    this.#options = options;
    options.outbox.subscribe(() => {
      for (const [room, history] of this.#byRoom) {
        history.timeline.setPending(options.outbox.itemsFor(room));
      }
    });
  }

  /** Made at the first look. */
  open(room: string): History {
    const known = this.#byRoom.get(room);
    if (known) return known;
    const { rooms, outbox, fetch, onError, clock } = this.#options;
    const history = new History({
      room,
      me: rooms.me,
      fetch: (cursor, limit) => fetch(room, cursor, limit),
      head: () => rooms.head(room),
      onError,
      clock,
    });
    history.timeline.setPending(outbox.itemsFor(room));
    this.#byRoom.set(room, history);
    return history;
  }

  get(room: string): History | undefined {
    return this.#byRoom.get(room);
  }

  put(message: Message): void {
    this.get(message.room)?.timeline.put(message);
    this.#tell(message);
  }

  delete(message: DeletedMessage): void {
    this.get(message.room)?.timeline.delete(message);
    this.#tell(message);
  }

  /** Tells `listener` of every message that comes, changes or goes, in whatever room. */
  listen(listener: (message: Message | DeletedMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Is the end of the room loaded? */
  atNewest(room: string): boolean {
    const timeline = this.#byRoom.get(room)?.timeline.getSnapshot();
    return timeline?.loaded === true && !timeline.has_after;
  }

  close(room: string): void {
    this.#byRoom.get(room)?.stop();
    this.#byRoom.delete(room);
  }

  /** What failed while there was no connection. */
  retry(): void {
    for (const history of this.#byRoom.values()) void history.retry();
  }

  async reload(): Promise<void> {
    await Promise.all([...this.#byRoom.values()].map((history) => history.reload()));
  }

  stop(): void {
    for (const history of this.#byRoom.values()) history.stop();
  }

  #tell(message: Message | DeletedMessage): void {
    for (const listener of this.#listeners) listener(message);
  }
}
