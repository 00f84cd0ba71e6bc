import type { ClientFrame, HelloFrame, ServerFrame } from "./frames.ts";

/** What the tabs of one browser and one person tell each other about the line. */
export type RelayMessage =
  /** The leader lives, connected or not. */
  | { type: "tick" }
  /** A follower wants to know whether there is a line. */
  | { type: "ask" }
  /** There is. */
  | { type: "hello"; frame: HelloFrame }
  /** There is none any more, or the place in the log is worth nothing: ask again. */
  | { type: "lost" }
  /** The leader heard this. */
  | { type: "down"; frame: ServerFrame }
  /** A follower says this. */
  | { type: "up"; tab: string; frame: ClientFrame };

export interface Channel<Message> {
  post(message: Message): void;
  listen(hear: (message: Message) => void): () => void;
}

export type RelayChannel = Channel<RelayMessage>;

/** Reaches every other tab of this browser that opened the same name, never this one. */
export function broadcast<Message>(name: string): Channel<Message> & { close: () => void } {
  const channel = new BroadcastChannel(name);
  const listeners = new Set<(message: Message) => void>();
  channel.onmessage = (event: MessageEvent<Message>) => {
    for (const listener of [...listeners]) listener(event.data);
  };
  return {
    post: (message) => channel.postMessage(message),
    listen: (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    close: () => channel.close(),
  };
}

/** The leader's end: repeats what it hears and answers who asks. */
export class Relay {
  readonly #channel: RelayChannel;
  #hello: HelloFrame | null = null;

  constructor(channel: RelayChannel) {
    this.#channel = channel;
  }

  heard(frame: ServerFrame): void {
    switch (frame.type) {
      case "hello":
        this.#hello = frame;
        this.#channel.post({ type: "hello", frame });
        break;
      case "resync":
        this.#channel.post({ type: "lost" });
        break;
      case "bye":
        if (frame.reason === "auth") this.#channel.post({ type: "down", frame });
        break;
      case "caught_up":
        this.#channel.post({ type: "down", frame: { type: "advance", seq: frame.seq } });
        break;
      default:
        this.#channel.post({ type: "down", frame });
    }
  }

  asked(): void {
    if (this.#hello) this.#channel.post({ type: "hello", frame: this.#hello });
  }

  lost(): void {
    if (!this.#hello) return;
    this.#hello = null;
    this.#channel.post({ type: "lost" });
  }
}
