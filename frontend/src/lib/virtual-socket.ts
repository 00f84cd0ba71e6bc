import type { ReadEvents } from "./api/events.ts";
import type { ClientFrame, ServerFrame } from "./frames.ts";
import type { Socket } from "./realtime.ts";

const OPEN = 1;
const CLOSED = 3;

/**
 * A socket that is none: it speaks the frames of one, and replays the log over HTTP. What arrives live meanwhile waits,
 * so that nothing of it is lost; the reader drops what it was told twice.
 */
export abstract class VirtualSocket implements Socket {
  readyState: Socket["readyState"] = OPEN;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  readonly #read: ReadEvents;
  #waiting: ServerFrame[] | null = null;
  #replays = 0;

  constructor(read: ReadEvents) {
    this.#read = read;
  }

  send(data: string): void {
    const frame = JSON.parse(data) as ClientFrame;
    if (frame.type === "resume") void this.#resume(frame.epoch ?? "", frame.seq ?? 0);
    else this.pass(frame);
  }

  close(): void {
    this.readyState = CLOSED;
    this.onmessage = null;
    this.onclose = null;
    this.ended();
  }

  /** A frame from this page that is not a resume. */
  protected abstract pass(frame: ClientFrame): void;

  /** Lets go of whatever stands behind the socket. */
  protected abstract ended(): void;

  protected live(frame: ServerFrame): void {
    if (this.#waiting) this.#waiting.push(frame);
    else this.say(frame);
  }

  protected say(frame: ServerFrame): void {
    if (this.readyState !== OPEN) return;
    this.onmessage?.call(
      this as unknown as WebSocket,
      new MessageEvent("message", { data: JSON.stringify(frame) }),
    );
  }

  protected die(): void {
    if (this.readyState !== OPEN) return;
    const onclose = this.onclose;
    this.close();
    onclose?.call(this as unknown as WebSocket, new Event("close") as CloseEvent);
  }

  async #resume(epoch: string, seq: number): Promise<void> {
    const replay = ++this.#replays;
    this.#waiting ??= [];
    try {
      for (let since = seq; ; ) {
        const page = await this.#read(epoch, since);
        if (replay !== this.#replays) return;
        if (page.resync) {
          this.#flush();
          this.say({ type: "resync", reason: page.resync });
          return;
        }
        for (const event of page.events) this.say(event);
        since = page.seq;
        if (page.more) continue;
        this.#flush();
        this.say({ type: "caught_up", seq: page.seq });
        return;
      }
    } catch {
      if (replay === this.#replays) this.die();
    }
  }

  #flush(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const frame of waiting) this.say(frame);
  }
}
