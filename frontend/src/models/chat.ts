import { systemClock } from "../lib/clock.ts";
import type { ClientFrame, ServerFrame } from "../lib/frames.ts";
import { ServerError } from "../lib/server-error.ts";
import { Value, Versioned } from "../lib/value.ts";
import type { Account, Bootstrap, Flags, Message } from "../lib/wire.ts";
import type { ChatOptions } from "./chat-options.ts";
import type { Connection } from "./connection.ts";
import { dispatch } from "./dispatch.ts";
import { Drafts } from "./draft.ts";
import { Histories } from "./histories.ts";
import { Line } from "./line.ts";
import { Outbox } from "./outbox.ts";
import { People } from "./people.ts";
import { Presence } from "./presence.ts";
import { ReadMarker } from "./read-marker.ts";
import { type Gone, RoomList } from "./room-list.ts";
import { TypingSignal } from "./typing-signal.ts";
import { TypingTracker } from "./typing-tracker.ts";

/** Everything one signed-in window knows, and the wire that keeps it true. */
export class Chat {
  readonly me: string;
  readonly people: People;
  readonly rooms: RoomList;
  readonly outbox: Outbox;
  readonly histories: Histories;
  readonly typing: TypingTracker;
  readonly signal: TypingSignal;
  readonly presence = new Presence();
  readonly connection: Connection;
  readonly reads: ReadMarker;
  readonly composing: Drafts;
  readonly account: Value<Account>;
  readonly flags: Versioned<Flags>;
  readonly #options: ChatOptions;
  readonly #line: Line;

  constructor(options: ChatOptions) {
    this.#options = options;
    const { bootstrap, shelf, server, outboxChannel: channel, clock = systemClock } = options;
    const deliver = (frame: ClientFrame) => this.#line.send(frame);
    const onStuck = () => this.#line.renew();
    this.me = bootstrap.me.id;
    this.people = new People(this.me);
    this.rooms = new RoomList(this.me);
    this.outbox = new Outbox({ user: this.me, shelf, deliver, channel, onStuck, clock });
    this.histories = new Histories({
      rooms: this.rooms,
      outbox: this.outbox,
      fetch: (room, cursor, limit) => server.messages(room, cursor, limit),
      onError: (error) => this.#failed(error),
      clock,
    });
    this.composing = new Drafts(this.me, clock);
    this.typing = new TypingTracker(clock);
    this.signal = new TypingSignal(deliver, clock);
    this.account = new Value(bootstrap.account);
    this.flags = new Versioned(bootstrap.flags);
    this.reads = new ReadMarker(deliver, clock);
    this.#line = new Line({
      tabs: options.tabs,
      clock,
      random: options.random,
      isOutdated: options.isOutdated,
      bootstrap: () => server.bootstrap(),
      adopt: (snapshot) => this.#adopt(snapshot),
      reload: () => this.histories.reload(),
      onEvent: (event) => {
        dispatch(this, event);
        options.onEvent?.(event);
      },
      onFrame: (frame) => this.#receive(frame),
      onFlags: (flags) => this.flags.learn(flags),
      onOpen: () => this.#opened(),
      onLost: () => {
        this.outbox.disconnected();
        this.presence.lost();
      },
      onLead: () => this.#restore(),
      onRefused: () => void server.checkSession().catch((error) => this.#failed(error)),
      onSessionEnded: options.onSessionEnded,
      onError: (error) => this.#failed(error),
    });
    this.connection = this.#line.connection;
    this.#line.adopt(bootstrap);
  }

  start(): void {
    this.back();
    this.#restore();
  }

  /** The page was put aside and is here again. */
  back(): void {
    this.#line.start();
  }

  /** The page is put aside, or goes: another tab takes the line. */
  away(): void {
    this.#line.stop();
  }

  stop(): void {
    this.away();
    this.outbox.stop();
    this.reads.stop();
    this.typing.clear();
    this.histories.stop();
  }

  /** What a message is now, from an event, an ack or the answer to a call. */
  received(message: Message): void {
    this.histories.put(message);
    if (message.author === this.me) this.outbox.confirm(message.client_message_id);
  }

  /** Only to who looks at the newest page of its room right now, and never from a replay. */
  news(message: Message, at: string): void {
    if (this.#line.sees(message.room) && this.histories.atNewest(message.room))
      this.#options.onNews?.(message, at);
  }

  left(room: string, how: Gone["how"] = "left"): void {
    this.rooms.remove(room, how);
    this.reads.forget(room);
    this.histories.close(room);
  }

  /** Which room this window shows, and whether anybody can see it. */
  look(room: string | null, visible: boolean): void {
    this.presence.look(room);
    this.#line.look(room, visible);
  }

  /** Everything up to `rseq` was on screen. */
  seen(room: string, rseq: number): void {
    if (this.rooms.seen(room, rseq)) this.reads.move(room, rseq);
  }

  nudge(): void {
    this.#line.nudge();
  }

  /** The network went: whether the connection lives is asked now, not after half a minute of silence. */
  renew(): void {
    this.#line.renew();
  }

  #receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "ack":
        this.received(frame.message);
        this.outbox.confirm(frame.client_message_id);
        break;
      case "nack":
        this.outbox.refuse(frame);
        break;
      case "presence":
        this.presence.heard(frame);
        break;
      case "typing":
        if (frame.user !== this.me) this.typing.heard(frame);
        break;
    }
  }

  #opened(): void {
    if (this.#options.tabs.leads) this.outbox.connected();
    this.histories.retry();
    this.reads.flush();
  }

  /** A browser that refuses its storage has nothing to bring back. */
  #restore(): void {
    this.outbox.restore().catch(() => {});
  }

  #adopt(bootstrap: Bootstrap): void {
    this.people.replaceAll(bootstrap.users);
    this.people.update(bootstrap.me);
    this.rooms.replaceAll(bootstrap.rooms);
    this.account.set(bootstrap.account);
    this.flags.set(bootstrap.flags);
    this.#options.onAdopt?.(bootstrap);
  }

  #failed(error: unknown): void {
    if (error instanceof ServerError && error.status === 401) this.#options.onSessionEnded();
  }
}
