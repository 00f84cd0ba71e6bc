import { ALL_OFF } from "./flags.ts";
import type { ClientFrame, ServerFrame } from "./frames.ts";
import type { Socket } from "./realtime.ts";

/** The server's end of a socket, by hand. Imported by tests only. */
export class FakeSocket implements Socket {
  readyState: Socket["readyState"] = 1;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  readonly heard: ClientFrame[] = [];

  send(data: string): void {
    this.heard.push(JSON.parse(data));
  }

  close(): void {
    this.readyState = 3;
  }

  say(frame: ServerFrame): void {
    this.#raise("onmessage", new MessageEvent("message", { data: JSON.stringify(frame) }));
  }

  hello(epoch = "e1", seq = 100, build = "one"): void {
    this.say({ type: "hello", connection: "c", epoch, seq, flags: ALL_OFF, build, ping_ms: 25_000 });
  }

  die(): void {
    this.readyState = 3;
    this.#raise("onclose", new Event("close"));
  }

  types(): string[] {
    return this.heard.map((frame) => frame.type);
  }

  #raise(handler: "onmessage" | "onclose", event: Event): void {
    const listener = this[handler] as ((this: WebSocket, event: Event) => void) | null;
    listener?.call(this as unknown as WebSocket, event);
  }
}
