import { beforeEach, describe, expect, it } from "vitest";
import type { EventsPage } from "./api/events.ts";
import type { EventFrame, ServerFrame } from "./frames.ts";
import type { Caller } from "./pocketbase.ts";
import { ServerError } from "./server-error.ts";
import { StreamSocket } from "./stream-socket.ts";

type Listener = (event: Event) => void;

class FakeStream {
  readonly #listeners = new Map<string, Listener>();
  onerror: EventSource["onerror"] = null;
  closed = false;

  addEventListener(type: string, listener: unknown): void {
    this.#listeners.set(type, listener as Listener);
  }

  close(): void {
    this.closed = true;
  }

  say(type: string, data: object): void {
    this.#listeners.get(type)?.(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
}

let stream: FakeStream;
let frames: ServerFrame[];
let closed: boolean;
let posts: [string, object | undefined][];
let refusal: Error | null;
let pages: EventsPage[];
let tasks: (() => void)[];

function open(): StreamSocket {
  const server = {
    call: async (_method: string, path: string, body?: object) => {
      posts.push([path, body]);
    },
    answer: <T>(promise: Promise<T>) => promise,
    records: () => ({
      create: async (record: object) => {
        posts.push(["messages", record]);
        if (refusal) throw refusal;
        return { id: "m1", ...record };
      },
    }),
  } as unknown as Caller;
  const socket = new StreamSocket({
    server,
    read: async () => pages.shift() ?? { epoch: "e1", events: [], seq: 100, more: false },
    openStream: () => stream as unknown as EventSource,
    clock: {
      now: () => 0,
      after: (_ms, task) => {
        tasks.push(task);
        return () => {};
      },
    },
  });
  socket.onmessage = (event) => frames.push(JSON.parse(event.data));
  socket.onclose = () => {
    closed = true;
  };
  return socket;
}

async function connected(): Promise<StreamSocket> {
  const socket = open();
  pages.push({ epoch: "e1", seq: 100, resync: "epoch" });
  stream.say("PB_CONNECT", { clientId: "c1" });
  await settled();
  return socket;
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

beforeEach(() => {
  stream = new FakeStream();
  frames = [];
  closed = false;
  posts = [];
  refusal = null;
  pages = [];
  tasks = [];
});

describe("The way round", () => {
  it("greets like a socket once the topic is subscribed", async () => {
    await connected();
    expect(posts).toEqual([["/api/realtime", { clientId: "c1", subscriptions: ["chat"] }]]);
    expect(frames).toMatchObject([{ type: "hello", connection: "c1", epoch: "e1", seq: 100 }]);
  });

  it("replays before it goes live", async () => {
    const socket = await connected();
    pages.push({ epoch: "e1", events: [event(101)], seq: 101, more: true });
    pages.push({ epoch: "e1", events: [event(102)], seq: 102, more: false });
    socket.send(JSON.stringify({ type: "resume", epoch: "e1", seq: 100 }));
    stream.say("chat", event(103));
    await settled();
    expect(
      frames.slice(1).map((frame) => ("seq" in frame ? `${frame.type} ${frame.seq}` : frame.type)),
    ).toEqual(["event 101", "event 102", "event 103", "caught_up 102"]);
  });

  it("sends by HTTP and answers as the socket would", async () => {
    const socket = await connected();
    const send = { type: "send", client_message_id: "c", room: "r", body: "hello" };
    socket.send(JSON.stringify(send));
    await settled();
    expect(posts.at(-1)).toEqual(["messages", { client_message_id: "c", room: "r", body: "hello" }]);
    expect(frames.at(-1)).toMatchObject({ type: "ack", client_message_id: "c", message: { id: "m1" } });
  });

  it("says no with the socket's codes, and never calls an unknown fate a failure", async () => {
    const socket = await connected();
    const send = JSON.stringify({ type: "send", client_message_id: "c", room: "r", body: "hello" });
    for (const [status, code, retryable] of [
      [404, "not_found", false],
      [400, "invalid", false],
      [410, "gone", false],
      [429, "busy", true],
      [503, "busy", true],
    ] as const) {
      refusal = new ServerError(status, "", "no");
      socket.send(send);
      await settled();
      expect(frames.at(-1), String(status)).toMatchObject({ type: "nack", code, retryable });
    }
    const before = frames.length;
    refusal = new ServerError(0, "unreachable", "away");
    socket.send(send);
    await settled();
    expect(frames).toHaveLength(before);
    expect(closed).toBe(true);
    expect(stream.closed).toBe(true);
  });

  it("looks into the log while the stream is quiet", async () => {
    await connected();
    pages.push({ epoch: "e1", events: [event(101)], seq: 101, more: false });
    tasks.pop()?.();
    await settled();
    expect(frames.slice(1)).toMatchObject([
      { type: "event", seq: 101 },
      { type: "advance", seq: 101 },
    ]);
  });

  it("ends when the stream does", async () => {
    await connected();
    stream.onerror?.call(stream as unknown as EventSource, new Event("error"));
    expect(closed).toBe(true);
  });
});

function event(seq: number): EventFrame {
  return { type: "event", seq, kind: "room.deleted", data: { id: "r" }, at: "" };
}
