import type { ReadEvents } from "./api/events.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { ClientFrame, NackCode, ServerFrame } from "./frames.ts";
import type { Caller } from "./pocketbase.ts";
import { ServerError } from "./server-error.ts";
import { VirtualSocket } from "./virtual-socket.ts";
import type { Message } from "./wire.ts";

type Stream = Pick<EventSource, "addEventListener" | "close" | "onerror">;

interface StreamSocketOptions {
  server: Caller;
  read: ReadEvents;
  openStream?: (url: string) => Stream;
  clock?: Clock;
}

/** A quiet stream is as good as a dead one: ask the log about as often as the socket would speak. */
const LOOK_MS = 20_000;
const WAIT_MS = 1_000;
const NACKS: Record<number, NackCode> = {
  403: "forbidden",
  404: "not_found",
  409: "cid_conflict",
  410: "gone",
  413: "too_large",
  429: "rate_limited",
};

/**
 * The way round for networks that let no WebSocket through: events come over PocketBase's realtime, and what we say goes
 * by HTTP. Presence and typing do not travel here.
 */
export class StreamSocket extends VirtualSocket {
  readonly #server: Caller;
  readonly #readEvents: ReadEvents;
  readonly #clock: Clock;
  readonly #stream: Stream;
  #epoch = "";
  #seq = 0;
  #look: (() => void) | null = null;

  constructor({ server, read, openStream, clock }: StreamSocketOptions) {
    super(read);
    this.#server = server;
    this.#readEvents = read;
    this.#clock = clock ?? systemClock;
    this.#stream = (openStream ?? ((url) => new EventSource(url)))("/api/realtime");
    this.#stream.addEventListener(
      "PB_CONNECT",
      (event) => void this.#subscribe((event as MessageEvent).data),
    );
    this.#stream.addEventListener("chat", (event) => this.#event((event as MessageEvent).data));
    this.#stream.onerror = () => this.die();
  }

  protected override pass(frame: ClientFrame): void {
    if (frame.type === "send") void this.#post(frame);
    if (frame.type === "read") {
      void this.#server
        .call("POST", `/api/chat/rooms/${frame.room}/read`, { rseq: frame.rseq })
        .catch(() => this.die());
    }
  }

  protected override ended(): void {
    this.#look?.();
    this.#stream.close();
  }

  async #subscribe(data: string): Promise<void> {
    try {
      const { clientId } = JSON.parse(data) as { clientId: string };
      await this.#server.call("POST", "/api/realtime", { clientId, subscriptions: ["chat"] });
      const { epoch, seq } = await this.#readEvents("", 0);
      this.#epoch = epoch;
      this.#seq = seq;
      this.say({ type: "hello", connection: clientId, epoch, seq, build: "", ping_ms: LOOK_MS });
      this.#lookLater();
    } catch {
      this.die();
    }
  }

  #event(data: string): void {
    const frame = JSON.parse(data) as ServerFrame;
    if (frame.type === "event") this.#seq = Math.max(this.#seq, frame.seq);
    this.live(frame);
  }

  #lookLater(): void {
    this.#look = this.#clock.after(LOOK_MS, () => void this.#lookNow());
  }

  async #lookNow(): Promise<void> {
    try {
      const page = await this.#readEvents(this.#epoch, this.#seq);
      if (page.resync) this.say({ type: "resync", reason: page.resync });
      else {
        for (const event of page.events) this.live(event);
        this.live({ type: "advance", seq: page.seq });
      }
      this.#seq = page.seq;
      this.#lookLater();
    } catch {
      this.die();
    }
  }

  async #post({ client_message_id, room, body }: Extract<ClientFrame, { type: "send" }>): Promise<void> {
    try {
      const record = { client_message_id, room, body };
      const message = await this.#server.answer(this.#server.records<Message>("messages").create(record));
      this.say({ type: "ack", client_message_id, message, duplicate: false });
    } catch (error) {
      this.#refuse(client_message_id, error);
    }
  }

  #refuse(client_message_id: string, error: unknown): void {
    if (!(error instanceof ServerError) || error.unreachable || error.status === 401) {
      this.die();
      return;
    }
    const retryable = error.status === 429 || error.status >= 500;
    this.say({
      type: "nack",
      client_message_id,
      code: retryable ? "busy" : (NACKS[error.status] ?? "invalid"),
      message: error.message,
      retryable,
      retry_after_ms: WAIT_MS,
    });
  }
}
