import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSocket } from "../lib/fake-socket.ts";
import { FakeAir, FakeLocks } from "../lib/fake-tabs.ts";
import type { EventFrame } from "../lib/frames.ts";
import type { RelayMessage } from "../lib/relay.ts";
import { memoryShelf } from "../lib/storage.ts";
import type { Message } from "../lib/wire.ts";
import { bootstrap, message, page, settled, TestClock } from "./cast.ts";
import { Chat } from "./chat.ts";
import type { OutboxChange } from "./outbox-shelf.ts";
import { Tabs } from "./tabs.ts";

const ROOM = "watercooler";

let clock: TestClock;
let locks: FakeLocks;
let line: FakeAir<RelayMessage>;
let outboxes: FakeAir<OutboxChange>;
let shelf = memoryShelf();
let sockets: FakeSocket[];
/** What the server's log holds, for those who ask by HTTP. */
let log: EventFrame[];
let visible: Set<string>;
/** While set, the log answers nobody. */
let hold: Promise<void> | null;
/** The epoch that the server has now. */
let epoch: string;

interface Tab {
  chat: Chat;
  tabs: Tabs;
  freeze: (frozen: boolean) => void;
}

async function open(name: string): Promise<Tab> {
  const channel = line.end();
  const unsent = outboxes.end();
  visible.add(name);
  const tabs = new Tabs({
    shared: { locks: locks.locks, channel, name: "line" },
    connect: () => {
      sockets.push(new FakeSocket());
      return socket();
    },
    read: async (asked, since) => {
      const events = log.filter((event) => event.seq > since);
      const seq = Math.max(since, log.at(-1)?.seq ?? 100);
      await hold;
      return asked === epoch ? { epoch, events, seq, more: false } : { epoch, seq, resync: "epoch" };
    },
    isVisible: () => visible.has(name),
    clock,
    tab: name,
  });
  const snapshot = () => bootstrap({ epoch });
  const chat = new Chat({
    server: {
      bootstrap: async () => snapshot(),
      messages: async () => page([]),
      checkSession: async () => {},
    },
    bootstrap: snapshot(),
    shelf,
    tabs,
    outboxChannel: unsent,
    onSessionEnded: () => {},
    clock,
    random: () => 0.5,
  });
  chat.start();
  chat.look(ROOM, true);
  await chat.histories.open(ROOM).openNewest();
  await settled();
  return {
    chat,
    tabs,
    freeze: (frozen) => {
      channel.freeze(frozen);
      unsent.freeze(frozen);
      if (frozen) visible.delete(name);
      else visible.add(name);
    },
  };
}

function socket(): FakeSocket {
  const last = sockets.at(-1);
  if (!last) throw new Error("no socket yet");
  return last;
}

async function connect(): Promise<void> {
  socket().hello();
  socket().say({ type: "caught_up", seq: log.at(-1)?.seq ?? 100 });
  await settled();
}

function happens(of: Message): void {
  const seq = (log.at(-1)?.seq ?? 100) + 1;
  log.push({ type: "event", seq, room: of.room, rseq: of.rseq, kind: "message.created", data: of, at: "" });
}

function arrives(of: Message): void {
  happens(of);
  const event = log.at(-1);
  if (event) socket().say(event);
}

/** A quiet time: the server says its word now and then. */
async function quiet(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 20_000) {
    await clock.pass(Math.min(20_000, ms - passed));
    socket().say({ type: "advance", seq: log.at(-1)?.seq ?? 100 });
  }
  await settled();
}

function bodies({ chat }: Tab): string[] {
  const { rows } = chat.histories.open(ROOM).timeline.getSnapshot();
  return rows.map((row) => (row.state === "sent" ? row.message.body : `${row.state}:${row.item.text}`));
}

function sends(of: FakeSocket): string[] {
  return of.heard.flatMap((frame) => (frame.type === "send" ? [frame.body] : []));
}

beforeEach(() => {
  vi.restoreAllMocks();
  clock = new TestClock();
  locks = new FakeLocks();
  line = new FakeAir();
  outboxes = new FakeAir();
  shelf = memoryShelf();
  sockets = [];
  log = [];
  visible = new Set();
  hold = null;
  epoch = "e1";
});

describe("Several tabs (G32, G33)", () => {
  it("share one socket, and see the same", async () => {
    const first = await open("first");
    await connect();
    const second = await open("second");
    const third = await open("third");
    arrives(message(1, { body: "one" }));
    arrives(message(2, { body: "two" }));
    await clock.pass(100);

    expect(sockets.filter((each) => each.readyState === 1)).toHaveLength(1);
    expect([first, second, third].map(bodies)).toEqual([
      ["one", "two"],
      ["one", "two"],
      ["one", "two"],
    ]);
    expect(second.chat.connection.getSnapshot().open).toBe(true);
  });

  it("pass over what only a tab of another version knows", async () => {
    const first = await open("first");
    await connect();
    const second = await open("second");
    const other = { type: "of next year", frame: { type: "pigeon" } } as unknown as RelayMessage;
    line.end().post(other);
    line.end().post({ type: "up", tab: "other", frame: { type: "pigeon" } } as unknown as RelayMessage);
    line.end().post({ type: "down", frame: { type: "pigeon" } } as unknown as RelayMessage);
    outboxes.end().post({ moved: "id-1" } as unknown as OutboxChange);
    arrives(message(1, { body: "one" }));
    second.chat.outbox.send(ROOM, "two", "two");
    await clock.pass(100);
    expect([first, second].map(bodies)).toEqual([
      ["one", "pending:two"],
      ["one", "pending:two"],
    ]);
    expect(sends(socket())).toEqual(["two"]);
  });

  it("a follower replays what came before it could listen", async () => {
    await open("first");
    await connect();
    happens(message(1, { body: "between the snapshot and the first frame" }));
    const late = await open("late");
    arrives(message(2, { body: "after" }));
    await settled();

    expect(bodies(late)).toEqual(["between the snapshot and the first frame", "after"]);
  });

  it("a follower keeps what arrives while it replays", async () => {
    await open("first");
    await connect();
    happens(message(1, { body: "before" }));
    let release = () => {};
    hold = new Promise((resolve) => {
      release = resolve;
    });
    const late = await open("late");
    arrives(message(2, { body: "meanwhile" }));
    await settled();
    expect(bodies(late)).toEqual([]);
    release();
    await settled();
    expect(bodies(late)).toEqual(["before", "meanwhile"]);
  });

  it("a restored database is loaded anew in every tab", async () => {
    const leader = await open("leader");
    await connect();
    const follower = await open("follower");
    arrives(message(1, { body: "lost with the backup" }));
    await settled();
    epoch = "e2";
    log = [];
    socket().say({ type: "resync", reason: "epoch" });
    await clock.pass(3_000);
    expect([bodies(leader), bodies(follower)]).toEqual([[], []]);
  });

  it("a message written in a follower leaves by the leader once, and shows in both", async () => {
    const leader = await open("leader");
    await connect();
    const follower = await open("follower");
    const sent = follower.chat.outbox.send(ROOM, "hello", "hello");
    await settled();

    expect(sends(socket())).toEqual(["hello"]);
    expect(bodies(leader)).toEqual(["pending:hello"]);
    const stored = message(1, {
      author: leader.chat.me,
      client_message_id: sent.client_message_id,
      body: "hello",
    });
    socket().say({
      type: "ack",
      client_message_id: sent.client_message_id,
      message: stored,
      duplicate: false,
    });
    arrives(stored);
    await settled();

    expect([bodies(leader), bodies(follower)]).toEqual([["hello"], ["hello"]]);
    expect(follower.chat.outbox.getSnapshot()).toEqual([]);
  });

  it("when the leader goes, the next takes over with everything unsent, in the order of typing", async () => {
    const leader = await open("leader");
    await connect();
    const follower = await open("follower");
    follower.chat.outbox.send(ROOM, "one", "one");
    await clock.pass(1);
    leader.chat.outbox.send(ROOM, "two", "two");
    await settled();
    expect(sends(socket())).toEqual(["one"]);

    leader.chat.stop();
    await clock.pass(5);
    expect(follower.tabs.leads).toBe(true);
    expect(sockets).toHaveLength(2);
    await connect();

    expect(sends(socket())).toEqual(["one"]);
    const [one] = follower.chat.outbox.getSnapshot();
    arrives(message(1, { author: follower.chat.me, client_message_id: one?.client_message_id, body: "one" }));
    await settled();
    expect(sends(socket())).toEqual(["one", "two"]);
  });

  it("a leader that is frozen loses the lead to a tab that is looked at, and follows when it thaws", async () => {
    const frozen = await open("frozen");
    await connect();
    const other = await open("other");
    frozen.freeze(true);
    await clock.pass(7_000);
    expect(other.tabs.leads).toBe(true);
    await connect();
    arrives(message(1, { body: "while it was frozen" }));

    frozen.freeze(false);
    await clock.pass(5_000);
    expect(frozen.tabs.leads).toBe(false);
    expect(bodies(frozen)).toEqual(["while it was frozen"]);
    expect(bodies(other)).toEqual(["while it was frozen"]);
  });

  it("nobody takes the lead from a leader that lives", async () => {
    const leader = await open("leader");
    await connect();
    const follower = await open("follower");
    await quiet(60_000);
    expect(leader.tabs.leads).toBe(true);
    expect(follower.tabs.leads).toBe(false);
    expect(follower.chat.connection.getSnapshot().open).toBe(leader.chat.connection.getSnapshot().open);
  });

  it("says one place for all: the latest that can be seen", async () => {
    const leader = await open("leader");
    await connect();
    const follower = await open("follower");
    await clock.pass(10);
    follower.chat.look("other", true);
    await clock.pass(10);
    leader.chat.look(ROOM, false);
    await settled();

    const heres = socket().heard.filter((frame) => frame.type === "here");
    expect(heres.at(-1)).toEqual({ type: "here", room: "other", visible: true });
    follower.chat.stop();
    await settled();
    expect(socket().heard.at(-1)).toEqual({ type: "here", room: ROOM, visible: false });
  });

  it("forgets the place of a tab that crashed", async () => {
    const leader = await open("leader");
    await connect();
    const crashed = await open("crashed");
    crashed.chat.look("other", true);
    crashed.freeze(true);
    leader.chat.look(ROOM, false);
    await quiet(60_000);
    leader.chat.look(ROOM, false);
    const heres = socket().heard.filter((frame) => frame.type === "here");
    expect(heres.at(-1)).toEqual({ type: "here", room: ROOM, visible: false });
  });
});

describe("A network without WebSocket", () => {
  it("is gone round after three refusals, and tried again", () => {
    const ways: string[] = [];
    const goes = (way: string) => {
      ways.push(way);
      return new FakeSocket();
    };
    const made = new Tabs({
      shared: null,
      connect: () => goes("socket"),
      connectAround: () => goes("around"),
      read: async (epoch, seq) => ({ epoch, seq, events: [], more: false }),
      isVisible: () => true,
      clock,
    });
    for (let attempt = 0; attempt < 6; attempt++) {
      made.connect();
      made.refused();
    }
    expect(ways).toEqual(["socket", "socket", "socket", "around", "socket", "around"]);
  });
});
