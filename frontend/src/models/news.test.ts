import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSocket } from "../lib/fake-socket.ts";
import type { EventFrame } from "../lib/frames.ts";
import { memoryShelf } from "../lib/storage.ts";
import type { Message } from "../lib/wire.ts";
import { bootstrap, message, page, room, TestClock } from "./cast.ts";
import { Chat } from "./chat.ts";
import { Tabs } from "./tabs.ts";

let clock: TestClock;
let sockets: FakeSocket[];
let made: Chat;
const onNews = vi.fn((_message: Message, _at: string) => {});
const messages = vi.fn(async () => page([message(1)]));

function sound(seq: number, change: Partial<Message> = {}): EventFrame {
  const data = message(seq - 99, { kind: "sound", sound: "tada", ...change });
  return { type: "event", seq, room: data.room, rseq: data.rseq, kind: "message.created", data, at: "then" };
}

function socket(): FakeSocket {
  const last = sockets.at(-1);
  if (!last) throw new Error("no socket yet");
  return last;
}

/** Looks at a room, whose history is loaded, over a line that is live. */
async function look(visible = true, has_after = false): Promise<void> {
  messages.mockResolvedValueOnce(page([message(1)], { has_after }));
  await made.histories.open("watercooler").openNewest();
  made.look("watercooler", visible);
  socket().hello();
  socket().say({ type: "caught_up", seq: 100 });
}

beforeEach(() => {
  clock = new TestClock();
  sockets = [];
  onNews.mockClear();
  const connect = () => {
    sockets.push(new FakeSocket());
    return socket();
  };
  made = new Chat({
    server: { bootstrap: async () => bootstrap(), messages, checkSession: async () => {} },
    bootstrap: bootstrap({ rooms: [room("watercooler", { head_rseq: 1 }), room("designers")] }),
    shelf: memoryShelf(),
    tabs: new Tabs({
      shared: null,
      connect,
      read: async (epoch, seq) => ({ epoch, seq, events: [], more: false }),
      isVisible: () => true,
      clock,
    }),
    onSessionEnded: () => {},
    onNews,
    clock,
    random: () => 0.5,
  });
  made.start();
});

describe("G45: a sound is news", () => {
  it("when it is said live in the room that is looked at, and once although the ack says it too", async () => {
    await look();
    const event = sound(101);
    socket().say(event);
    socket().say({
      type: "ack",
      client_message_id: "cid-2",
      message: event.data as Message,
      duplicate: false,
    });
    socket().say(event);
    expect(onNews).toHaveBeenCalledExactlyOnceWith(event.data, "then");
  });

  it("never of fifty that a reconnect replays, and again from then on", async () => {
    await look();
    socket().die();
    await clock.pass(10_000);
    socket().hello("e1", 150);
    for (let seq = 101; seq <= 150; seq++) socket().say(sound(seq));
    expect(onNews).not.toHaveBeenCalled();
    socket().say({ type: "caught_up", seq: 150 });
    socket().say(sound(151));
    expect(onNews).toHaveBeenCalledTimes(1);
  });

  it("not in a tab that nobody sees, nor in another room", async () => {
    await look(false);
    socket().say(sound(101));
    made.look("watercooler", true);
    socket().say(sound(102, { room: "designers" }));
    expect(onNews).not.toHaveBeenCalled();
    socket().say(sound(103));
    expect(onNews).toHaveBeenCalledTimes(1);
  });

  it("not to who reads an old page", async () => {
    await look(true, true);
    socket().say(sound(101));
    expect(onNews).not.toHaveBeenCalled();
  });

  it("not after a resync, until it is over", async () => {
    await look();
    socket().say({ type: "resync", reason: "epoch" });
    socket().say(sound(101));
    expect(onNews).not.toHaveBeenCalled();
  });

  it("not an edit, and not a text", async () => {
    await look();
    const edited = sound(101);
    socket().say({ ...edited, kind: "message.updated" } as EventFrame);
    socket().say(sound(102, { kind: "text", sound: "" }));
    expect(onNews).not.toHaveBeenCalled();
    socket().say(sound(103));
    expect(onNews).toHaveBeenCalledTimes(1);
  });
});
