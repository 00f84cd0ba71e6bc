import type { ReadEvents } from "./api/events.ts";
import type { ClientFrame } from "./frames.ts";
import type { RelayChannel, RelayMessage } from "./relay.ts";
import { VirtualSocket } from "./virtual-socket.ts";

/** The line of a tab that has no socket of its own: the leading tab tells it what it hears, and says what it says. */
export class FollowerSocket extends VirtualSocket {
  readonly #channel: RelayChannel;
  readonly #tab: string;
  readonly #deaf: () => void;
  #greeted = false;

  constructor(channel: RelayChannel, tab: string, read: ReadEvents) {
    super(read);
    this.#channel = channel;
    this.#tab = tab;
    this.#deaf = channel.listen((message) => this.#hear(message));
    channel.post({ type: "ask" });
  }

  protected override pass(frame: ClientFrame): void {
    this.#channel.post({ type: "up", tab: this.#tab, frame });
  }

  protected override ended(): void {
    this.#deaf();
  }

  #hear(message: RelayMessage): void {
    if (message.type === "hello" && !this.#greeted) {
      this.#greeted = true;
      this.say(message.frame);
    } else if (message.type === "down" && this.#greeted) {
      this.live(message.frame);
    } else if (message.type === "tick" && !this.#greeted) {
      this.#channel.post({ type: "ask" });
    } else if (message.type === "lost" && this.#greeted) {
      this.die();
    }
  }
}
