import { backoff } from "./backoff.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { ClientFrame, ServerFrame } from "./frames.ts";

/** `open` says the server has spoken (hello); frames may be sent from then on. */
export type ConnectionState = "connecting" | "open" | "closed";

/** The part of WebSocket that we use; tests bring their own. */
export type Socket = Pick<WebSocket, "readyState" | "onmessage" | "onclose" | "send" | "close">;

export interface RealtimeOptions {
  connect: () => Socket;
  /** The first frame of every connection. */
  greeting: () => ClientFrame;
  onFrame: (frame: ServerFrame) => void;
  onState: (state: ConnectionState) => void;
  /** A connection ended before `hello`: the session may be over, only HTTP can tell. */
  onRefused: () => void;
  clock?: Clock;
  random?: () => number;
}

// The server speaks every 25 s; beyond this the line is dead, whatever TCP believes.
const SILENCE_MS = 35_000;
const HANDSHAKE_MS = 10_000;
const OPEN = 1;

/** One WebSocket that keeps itself alive until `stop`. */
export class Realtime {
  readonly #options: RealtimeOptions;
  readonly #clock: Clock;
  #socket: Socket | null = null;
  #greeted = false;
  #attempt = 0;
  // Timers stand still while a machine sleeps, the clock does not.
  #heard = 0;
  #running = false;
  #cancelRetry: (() => void) | null = null;
  #cancelSilence: (() => void) | null = null;

  constructor(options: RealtimeOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#open();
  }

  stop(): void {
    this.#running = false;
    this.#drop();
    this.#options.onState("closed");
  }

  /** False when the frame could not leave; nothing is queued here. */
  send(frame: ClientFrame): boolean {
    if (!this.#socket || !this.#greeted || this.#socket.readyState !== OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** The network or the tab came back: do not sit out the wait. */
  nudge(): void {
    if (!this.#running) return;
    this.#attempt = 0;
    if (!this.#socket) this.#open();
    else if (this.#clock.now() - this.#heard > SILENCE_MS) this.reconnect(0);
  }

  /** Ends this connection and starts the next after `ms`, or after the usual wait. */
  reconnect(ms?: number): void {
    if (!this.#running) return;
    this.#drop();
    this.#retry(ms);
  }

  #open(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#greeted = false;
    this.#options.onState("connecting");
    const socket = this.#options.connect();
    this.#heard = this.#clock.now();
    this.#socket = socket;
    this.#watch(HANDSHAKE_MS);
    socket.onmessage = (event) => this.#receive(socket, event.data);
    socket.onclose = () => this.#lost(socket);
  }

  #receive(socket: Socket, data: unknown): void {
    if (socket !== this.#socket) return;
    const frame = decode(data);
    if (!frame) return;
    this.#heard = this.#clock.now();
    this.#watch(SILENCE_MS);
    if (frame.type === "hello") {
      this.#greeted = true;
      this.#attempt = 0;
      this.send(this.#options.greeting());
      this.#options.onState("open");
    }
    this.#options.onFrame(frame);
  }

  #lost(socket: Socket): void {
    if (socket !== this.#socket) return;
    const refused = !this.#greeted;
    this.#drop();
    this.#retry();
    if (refused) this.#options.onRefused();
  }

  #watch(ms: number): void {
    this.#cancelSilence?.();
    this.#cancelSilence = this.#clock.after(ms, () => this.reconnect());
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#greeted = false;
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#cancelSilence?.();
    this.#cancelSilence = null;
    if (!socket) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #retry(ms?: number): void {
    this.#options.onState("connecting");
    const wait = ms ?? backoff(this.#attempt++, this.#options.random);
    this.#cancelRetry = this.#clock.after(wait, () => this.#open());
  }
}

function decode(data: unknown): ServerFrame | null {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data);
    return typeof frame?.type === "string" ? frame : null;
  } catch {
    return null;
  }
}
