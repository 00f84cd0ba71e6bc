import type { Clock } from "../lib/clock.ts";
import type { ClientFrame, EventFrame, ServerFrame } from "../lib/frames.ts";
import { Realtime } from "../lib/realtime.ts";
import { Sequence } from "../lib/sequence.ts";
import type { Bootstrap, Flags, Id } from "../lib/wire.ts";
import { Connection } from "./connection.ts";
import { Resync } from "./resync.ts";
import type { Tabs } from "./tabs.ts";

export interface LineOptions {
  tabs: Tabs;
  clock: Clock;
  random?: () => number;
  isOutdated?: (() => Promise<boolean>) | undefined;
  bootstrap: () => Promise<Bootstrap>;
  /** Takes over a snapshot; the line resumes after it. */
  adopt: (snapshot: Bootstrap) => void;
  /** Fetches again what was on screen, after a snapshot. */
  reload: () => Promise<void>;
  /** Each event once, in order. */
  onEvent: (event: EventFrame) => void;
  /** Acks, nacks, typing, presence. */
  onFrame: (frame: ServerFrame) => void;
  onFlags: (flags: Flags) => void;
  /** Replayed to the end: live from here. */
  onOpen: () => void;
  onLost: () => void;
  /** This tab speaks for all tabs of the browser now. */
  onLead: () => void;
  onRefused: () => void;
  onSessionEnded: () => void;
  onError: (error: unknown) => void;
}

/** The way to the server, and our place in its log. */
export class Line {
  readonly connection: Connection;
  readonly #options: LineOptions;
  readonly #sequence = new Sequence();
  readonly #realtime: Realtime;
  readonly #resync: Resync;
  #looking: { room: Id | null; visible: boolean } = { room: null, visible: true };
  /** Everything older than now has been told. */
  #live = false;

  constructor(options: LineOptions) {
    this.#options = options;
    const { tabs, clock } = options;
    this.connection = new Connection(clock, options.isOutdated);
    this.#realtime = new Realtime({
      connect: () => tabs.connect(),
      greeting: () => this.#greeting(),
      onFrame: (frame) => {
        tabs.heard(frame);
        this.#receive(frame);
      },
      onState: (state) => {
        this.connection.became(state);
        this.#live = false;
        if (state === "open") return;
        options.onLost();
        tabs.disconnected();
      },
      onRefused: () => {
        tabs.refused();
        options.onRefused();
      },
      clock,
      random: options.random,
    });
    this.#resync = new Resync({
      fetch: options.bootstrap,
      adopt: async (fresh) => {
        this.adopt(fresh);
        this.#realtime.send(this.#greeting());
        await options.reload();
      },
      onError: options.onError,
      clock,
    });
  }

  adopt(snapshot: Bootstrap): void {
    this.#sequence.start(snapshot.epoch, snapshot.seq);
    this.#options.adopt(snapshot);
  }

  start(): void {
    const { tabs } = this.#options;
    tabs.start({
      changed: () => {
        this.#options.onLost();
        if (tabs.leads) this.#options.onLead();
        this.#realtime.reconnect(0);
      },
      deliver: (frame) => this.#realtime.send(frame),
    });
    this.#realtime.start();
  }

  /** Another tab may take the line. */
  stop(): void {
    this.#realtime.stop();
    this.#options.tabs.stop();
    this.#resync.stop();
  }

  /** False when no connection could take the frame. */
  send(frame: ClientFrame): boolean {
    return this.#realtime.send(this.#options.tabs.merge(frame));
  }

  /** Which room this window shows, and whether anybody can see it. */
  look(room: Id | null, visible: boolean): void {
    this.#looking = { room, visible };
    this.send({ type: "here", room, visible });
    if (visible) this.#realtime.nudge();
  }

  /** Is what arrives from this room news, before somebody's eyes? */
  sees(room: Id): boolean {
    return this.#live && this.#looking.visible && this.#looking.room === room;
  }

  /** The connection seems to live and is of no use. */
  renew(): void {
    this.#realtime.reconnect(0);
  }

  nudge(): void {
    this.#realtime.nudge();
  }

  #greeting(): ClientFrame {
    return { type: "resume", epoch: this.#sequence.epoch, seq: this.#sequence.seq };
  }

  #receive(frame: ServerFrame): void {
    const { onEvent, onFrame, onFlags, onOpen, onLost, onSessionEnded } = this.#options;
    switch (frame.type) {
      case "hello":
        this.connection.greeted(frame.build);
        if (frame.flags) onFlags(frame.flags);
        this.send({ type: "here", ...this.#looking });
        break;
      case "event":
        if (this.#sequence.accept(frame.seq)) onEvent(frame);
        break;
      case "advance":
        this.#sequence.advance(frame.seq);
        break;
      case "caught_up":
        this.#sequence.advance(frame.seq);
        this.#live = true;
        onOpen();
        break;
      case "resync":
        // Our place in the log is worth nothing any more: begin again from a snapshot, keep what is unsent.
        this.#live = false;
        onLost();
        void this.#resync.run();
        break;
      case "bye":
        this.connection.left(frame.reason);
        if (frame.reason === "auth") onSessionEnded();
        else this.#realtime.reconnect(frame.retry_after_ms);
        break;
      default:
        onFrame(frame);
    }
  }
}
