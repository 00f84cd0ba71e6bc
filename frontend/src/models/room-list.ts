import { Store } from "../lib/store.ts";
import type {
  DeletedMessage,
  Involvement,
  JoinedRoom,
  Membership,
  Message,
  Read,
  Room,
} from "../lib/wire.ts";
import * as unread from "./unread.ts";

export interface RoomView extends Room {
  involvement: Involvement;
  read_rseq: number;
  unread: number;
  mentions: number;
}

export interface RoomListSnapshot {
  /** Open and closed rooms by name. */
  rooms: readonly RoomView[];
  /** Direct rooms, the latest talk first. */
  pings: readonly RoomView[];
  /** Rooms and pings that I took out of the sidebar. */
  hidden: readonly RoomView[];
  unread: number;
}

/** How a room went that this window knew. */
export interface Gone {
  room: RoomView;
  how: "deleted" | "left";
}

interface Entry {
  room: Room;
  involvement: Involvement;
  state: unread.UnreadState;
  /** Built once per change, so that snapshots stay equal while nothing changes. */
  view: RoomView | null;
}

/** The rooms I am in and what is unread there. */
export class RoomList extends Store {
  readonly me: string;
  #entries = new Map<string, Entry>();
  readonly #gone = new Map<string, Gone>();
  #snapshot: RoomListSnapshot | null = null;

  constructor(me: string) {
    super();
    this.me = me;
  }

  readonly getSnapshot = (): RoomListSnapshot => {
    this.#snapshot ??= this.#build();
    return this.#snapshot;
  };

  get(id: string): RoomView | undefined {
    const entry = this.#entries.get(id);
    return entry && view(entry);
  }

  gone(id: string): Gone | undefined {
    return this.#gone.get(id);
  }

  /** Where `/` leads when nothing better is known. */
  oldest(): RoomView | undefined {
    const all = [...this.#entries.values()].sort((a, b) => (a.room.created < b.room.created ? -1 : 1));
    return all[0] && view(all[0]);
  }

  /** Is nothing left to read in a room up to this number? One we have not heard of yet is not read, a room that went is. */
  isRead(id: string, rseq: number): boolean {
    const room = this.get(id);
    return room ? room.unread === 0 && this.head(id) >= rseq : this.#gone.has(id);
  }

  head(id: string): number {
    return this.#entries.get(id)?.state.head ?? 0;
  }

  replaceAll(rooms: JoinedRoom[]): void {
    this.#entries.clear();
    for (const joined of rooms) {
      const { involvement, read_rseq: _read, unread: _unread, mentions: _mentions, ...room } = joined;
      this.#entries.set(room.id, { room, involvement, state: unread.anchored(joined), view: null });
    }
    this.#touch();
  }

  /** A room that appeared while we were here, or came with a new membership. */
  add(room: Room, membership?: Pick<Membership, "involvement" | "read_rseq">): void {
    const known = this.#entries.get(room.id);
    if (known) {
      this.update(room);
      return;
    }
    const head = room.head_rseq ?? 0;
    const read = membership?.read_rseq ?? 0;
    const counts = { head_rseq: head, read_rseq: read, unread: Math.max(0, head - read), mentions: 0 };
    const involvement = membership?.involvement ?? (room.kind === "direct" ? "everything" : "mentions");
    this.#entries.set(room.id, { room, involvement, state: unread.anchored(counts), view: null });
    this.#touch();
  }

  update(room: Room): void {
    const entry = this.#entries.get(room.id);
    if (!entry) return;
    this.#set(entry, { room: { ...entry.room, ...room, members: room.members ?? entry.room.members } });
  }

  remove(id: string, how: Gone["how"] = "left"): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#gone.set(id, { room: view(entry), how });
    this.#entries.delete(id);
    this.#touch();
  }

  involve(room: string, involvement: Involvement): void {
    const entry = this.#entries.get(room);
    if (entry) this.#set(entry, { involvement });
  }

  messageCreated(message: Message): void {
    const entry = this.#entries.get(message.room);
    if (!entry) return;
    const state = unread.created(entry.state, {
      rseq: message.rseq,
      mine: message.author === this.me,
      mentionsMe: message.mentions?.includes(this.me) ?? false,
      deleted: message.deleted === true,
    });
    if (state === entry.state) return;
    this.#set(entry, { state, room: { ...entry.room, last_message_at: message.created } });
  }

  messageDeleted(message: DeletedMessage): void {
    const entry = this.#entries.get(message.room);
    if (!entry) return;
    this.#set(entry, { state: unread.deleted(entry.state, message.rseq, message.author === this.me) });
  }

  /** True when the marker moved, and the server should hear of it. */
  seen(room: string, rseq: number): boolean {
    const entry = this.#entries.get(room);
    if (!entry) return false;
    const state = unread.seen(entry.state, rseq);
    if (state === entry.state) return false;
    this.#set(entry, { state });
    return true;
  }

  readUpdated(read: Omit<Read, "user">): void {
    const entry = this.#entries.get(read.room);
    if (entry) this.#set(entry, { state: unread.serverRead(entry.state, read) });
  }

  #set(entry: Entry, change: Partial<Entry>): void {
    Object.assign(entry, change, { view: null });
    this.#touch();
  }

  #touch(): void {
    this.#snapshot = null;
    this.changed();
  }

  #build(): RoomListSnapshot {
    const everything = [...this.#entries.values()].map(view);
    const all = everything.filter((room) => room.involvement !== "invisible");
    const hidden = everything.filter((room) => room.involvement === "invisible");
    const rooms = all.filter((room) => room.kind !== "direct");
    const pings = all.filter((room) => room.kind === "direct");
    rooms.sort((a, b) => a.name.localeCompare(b.name, undefined, { sensitivity: "base" }));
    pings.sort((a, b) => (a.last_message_at < b.last_message_at ? 1 : -1));
    return { rooms, pings, hidden, unread: all.filter((room) => room.unread > 0).length };
  }
}

function view(entry: Entry): RoomView {
  entry.view ??= {
    ...entry.room,
    head_rseq: entry.state.head,
    involvement: entry.involvement,
    read_rseq: entry.state.read,
    unread: unread.unreadCount(entry.state),
    mentions: entry.state.mentions,
  };
  return entry.view;
}
