import { type Clock, systemClock } from "../lib/clock.ts";
import type { ClientFrame, ServerFrame } from "../lib/frames.ts";
import type { Server } from "../lib/pocketbase.ts";
import { Realtime, type Socket } from "../lib/realtime.ts";
import { Sequence } from "../lib/sequence.ts";
import { ServerError } from "../lib/server-error.ts";
import type { Shelf } from "../lib/storage.ts";
import { Value } from "../lib/value.ts";
import type { Account, Bootstrap, Flags, Message } from "../lib/wire.ts";
import { Connection } from "./connection.ts";
import { dispatch } from "./dispatch.ts";
import { Histories } from "./histories.ts";
import { Outbox } from "./outbox.ts";
import { People } from "./people.ts";
import { ReadMarker } from "./read-marker.ts";
import { Resync } from "./resync.ts";
import { RoomList } from "./room-list.ts";
import { TypingSignal } from "./typing-signal.ts";
import { TypingTracker } from "./typing-tracker.ts";

export interface ChatOptions {
  server: Pick<Server, "bootstrap" | "messages" | "checkSession">;
  bootstrap: Bootstrap;
  shelf: Shelf;
  connect: () => Socket;
  onSessionEnded: () => void;
  clock?: Clock;
  random?: () => number;
}

/** Everything one signed-in window knows, and the wire that keeps it true. */
export class Chat {
  readonly me: string;
  readonly people: People;
  readonly rooms: RoomList;
  readonly outbox: Outbox;
  readonly histories: Histories;
  readonly typing: TypingTracker;
  readonly signal: TypingSignal;
  readonly connection: Connection;
  readonly account: Value<Account>;
  readonly flags: Value<Flags>;
  readonly #options: ChatOptions;
  readonly #clock: Clock;
  readonly #sequence = new Sequence();
  readonly #reads: ReadMarker;
  readonly #realtime: Realtime;
  readonly #resync: Resync;
  #looking: { room: string | null; visible: boolean } = { room: null, visible: true };

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    const { bootstrap, shelf } = options;
    const deliver = (frame: ClientFrame) => this.#realtime.send(frame);
    this.me = bootstrap.me.id;
    this.people = new People(this.me);
    this.rooms = new RoomList(this.me);
    this.outbox = new Outbox({ user: this.me, shelf, deliver, clock: this.#clock });
    this.histories = new Histories({
      rooms: this.rooms,
      outbox: this.outbox,
      fetch: (room, cursor, limit) => options.server.messages(room, cursor, limit),
      onError: (error) => this.#failed(error),
      clock: this.#clock,
    });
    this.typing = new TypingTracker(this.#clock);
    this.signal = new TypingSignal(deliver, this.#clock);
    this.connection = new Connection(this.#clock);
    this.account = new Value(bootstrap.account);
    this.flags = new Value(bootstrap.flags);
    this.#reads = new ReadMarker(deliver, this.#clock);
    this.#realtime = new Realtime({
      connect: options.connect,
      greeting: () => ({ type: "resume", epoch: this.#sequence.epoch, seq: this.#sequence.seq }),
      onFrame: (frame) => this.#receive(frame),
      onState: (state) => {
        this.connection.became(state);
        if (state !== "open") this.outbox.disconnected();
      },
      onRefused: () => void options.server.checkSession().catch((error) => this.#failed(error)),
      clock: this.#clock,
      random: options.random,
    });
    this.#resync = new Resync({
      fetch: () => options.server.bootstrap(),
      adopt: async (fresh) => {
        this.#adopt(fresh);
        this.#realtime.send({ type: "resume", epoch: this.#sequence.epoch, seq: this.#sequence.seq });
        await this.histories.reload();
      },
      onError: (error) => this.#failed(error),
      clock: this.#clock,
    });
    this.#adopt(bootstrap);
  }

  start(): void {
    this.#realtime.start();
    this.outbox.restore().catch(() => {});
  }

  stop(): void {
    this.#realtime.stop();
    this.outbox.stop();
    this.#reads.stop();
    this.typing.clear();
    this.#resync.stop();
    this.histories.stop();
  }

  /** What a message is now, from an event, an ack or the answer to a call. */
  received(message: Message): void {
    this.histories.get(message.room)?.timeline.put(message);
    if (message.author === this.me) this.outbox.confirm(message.client_message_id);
  }

  left(room: string): void {
    this.rooms.remove(room);
    this.#reads.forget(room);
    this.histories.close(room);
  }

  /** Which room this window shows, and whether anybody can see it. */
  look(room: string | null, visible: boolean): void {
    this.#looking = { room, visible };
    this.#realtime.send({ type: "here", room, visible });
    if (visible) this.#realtime.nudge();
  }

  /** Everything up to `rseq` was on screen. */
  seen(room: string, rseq: number): void {
    if (this.rooms.seen(room, rseq)) this.#reads.move(room, rseq);
  }

  nudge(): void {
    this.#realtime.nudge();
  }

  #receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "hello":
        this.connection.greeted(frame.build);
        this.flags.set(frame.flags ?? this.flags.getSnapshot());
        this.#realtime.send({ type: "here", ...this.#looking });
        break;
      case "event":
        if (this.#sequence.accept(frame.seq)) dispatch(this, frame);
        break;
      case "advance":
        this.#sequence.advance(frame.seq);
        break;
      case "caught_up":
        this.#sequence.advance(frame.seq);
        this.outbox.connected();
        this.histories.retry();
        this.#reads.flush();
        break;
      case "ack":
        this.received(frame.message);
        this.outbox.confirm(frame.client_message_id);
        break;
      case "nack":
        this.outbox.refuse(frame);
        break;
      case "typing":
        if (frame.user === this.me) break;
        if (frame.active) this.typing.started(frame.room, frame.user);
        else this.typing.stopped(frame.room, frame.user);
        break;
      case "resync":
        this.outbox.disconnected();
        void this.#resync.run();
        break;
      case "bye":
        if (frame.reason === "auth") this.#options.onSessionEnded();
        else this.#realtime.reconnect(frame.retry_after_ms);
        break;
    }
  }

  #adopt(bootstrap: Bootstrap): void {
    this.#sequence.start(bootstrap.epoch, bootstrap.seq);
    this.people.replaceAll(bootstrap.users);
    this.people.update(bootstrap.me);
    this.rooms.replaceAll(bootstrap.rooms);
    this.account.set(bootstrap.account);
    this.flags.set(bootstrap.flags);
  }

  #failed(error: unknown): void {
    if (error instanceof ServerError && error.status === 401) this.#options.onSessionEnded();
  }
}
