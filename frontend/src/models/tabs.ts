import type { ReadEvents } from "../lib/api/events.ts";
import type { Clock } from "../lib/clock.ts";
import { FollowerSocket } from "../lib/follower-socket.ts";
import type { ClientFrame, ServerFrame } from "../lib/frames.ts";
import type { Socket } from "../lib/realtime.ts";
import { Relay, type RelayChannel, type RelayMessage } from "../lib/relay.ts";
import { type Locks, TabLeader } from "../lib/tab-leader.ts";
import { Places } from "./places.ts";

export interface TabsOptions {
  /** What the browser offers; without it every tab has a line of its own: correct, only dearer. */
  shared: { locks: Locks; channel: RelayChannel; name: string } | null;
  connect: () => Socket;
  /** The way round when something between here and the server lets no WebSocket through. */
  connectAround?: () => Socket;
  read: ReadEvents;
  isVisible: () => boolean;
  clock: Clock;
  tab?: string;
}

interface Line {
  /** The lead was won or lost: connect anew. */
  changed: () => void;
  deliver: (frame: ClientFrame) => boolean;
}

const TICK_MS = 2_000;
/** A leader that is silent for longer is frozen: whoever is looked at takes over. */
const FROZEN_MS = 5_000;
const HERE_AGAIN_MS = 20_000;
/** After so many refused sockets in a row, every other attempt goes the way round. */
const REFUSALS = 3;

/** How this tab reaches the server: by a socket of its own, or through the tab that has one. */
export class Tabs {
  readonly #options: TabsOptions;
  readonly #tab: string;
  readonly #places = new Places();
  readonly #relay: Relay | null;
  readonly #leader: TabLeader | null;
  #line: Line | null = null;
  #heard = 0;
  #refusals = 0;
  #here: Extract<ClientFrame, { type: "here" }> | null = null;
  #stops: (() => void)[] = [];

  constructor(options: TabsOptions) {
    this.#options = options;
    this.#tab = options.tab ?? crypto.randomUUID();
    const { shared } = options;
    this.#relay = shared && new Relay(shared.channel);
    this.#leader =
      shared &&
      new TabLeader({
        locks: shared.locks,
        name: shared.name,
        onLead: () => this.#line?.changed(),
        onFollow: () => {
          this.#heard = this.#options.clock.now();
          this.#line?.changed();
        },
      });
  }

  get leads(): boolean {
    return this.#leader?.leads ?? true;
  }

  start(line: Line): void {
    const { shared, clock } = this.#options;
    this.stop();
    this.#line = line;
    if (!shared) return;
    this.#heard = clock.now();
    this.#stops = [
      shared.channel.listen((message) => this.#receive(message)),
      every(clock, TICK_MS, () => this.#tick(shared.channel)),
      every(clock, HERE_AGAIN_MS, () => !this.leads && this.#here && this.#up(this.#here)),
    ];
    this.#leader?.wait();
  }

  /** The page goes, or is put aside: another tab takes over at once. */
  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    if (!this.#line) return;
    this.#line = null;
    if (this.leads) this.#relay?.lost();
    else this.#up({ type: "here", room: null, visible: false });
    this.#leader?.leave();
  }

  connect(): Socket {
    const { shared, connect, connectAround, read } = this.#options;
    if (shared && !this.leads) return new FollowerSocket(shared.channel, this.#tab, read);
    const around = connectAround && this.#refusals >= REFUSALS && this.#refusals % 2 === 1;
    return around ? connectAround() : connect();
  }

  /** A connection ended before the server said a word. */
  refused(): void {
    if (this.leads) this.#refusals++;
  }

  /** What this tab's own frame becomes on the line that all tabs share. */
  merge(frame: ClientFrame): ClientFrame {
    if (frame.type !== "here") return frame;
    this.#here = frame;
    return this.#leader?.leads ? this.#places.put(this.#tab, frame, this.#options.clock.now()) : frame;
  }

  heard(frame: ServerFrame): void {
    if (frame.type === "hello") this.#refusals = 0;
    if (this.#leader?.leads) this.#relay?.heard(frame);
  }

  disconnected(): void {
    if (this.#leader?.leads) this.#relay?.lost();
  }

  #receive(message: RelayMessage): void {
    const leads = this.leads;
    if (message.type === "ask" && leads) this.#relay?.asked();
    if (message.type === "up" && leads) this.#pass(message.tab, message.frame);
    if (message.type !== "ask" && message.type !== "up") this.#heard = this.#options.clock.now();
  }

  #pass(tab: string, frame: ClientFrame): void {
    const now = this.#options.clock.now();
    if (frame.type !== "here") this.#line?.deliver(frame);
    else this.#line?.deliver(this.#places.put(tab, frame, now));
  }

  #tick(channel: RelayChannel): void {
    if (this.leads) channel.post({ type: "tick" });
    else if (this.#options.isVisible() && this.#options.clock.now() - this.#heard > FROZEN_MS) {
      this.#heard = this.#options.clock.now();
      this.#leader?.steal();
    }
  }

  #up(frame: ClientFrame): void {
    this.#options.shared?.channel.post({ type: "up", tab: this.#tab, frame });
  }
}

function every(clock: Clock, ms: number, task: () => void): () => void {
  let cancel = clock.after(ms, function again() {
    cancel = clock.after(ms, again);
    task();
  });
  return () => cancel();
}
