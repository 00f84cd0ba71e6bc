import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSocket } from "../lib/fake-socket.ts";
import type { EventFrame } from "../lib/frames.ts";
import { ServerError } from "../lib/server-error.ts";
import { memoryShelf } from "../lib/storage.ts";
import type { Bootstrap, Message } from "../lib/wire.ts";
import { bootstrap, deletion, message, page, room, settled, TestClock } from "./cast.ts";
import { Chat } from "./chat.ts";
import { Tabs } from "./tabs.ts";

let clock: TestClock;
let sockets: FakeSocket[];
let stored: Message[];
let snapshot: Bootstrap;
const ended = vi.fn();
const isOutdated = vi.fn(async () => false);
const checkSession = vi.fn(async () => {});
const messages = vi.fn(async () => page(stored));
const fetchBootstrap = vi.fn(async () => snapshot);

function chat(): Chat {
  const made = new Chat({
    server: { bootstrap: fetchBootstrap, messages, checkSession },
    bootstrap: snapshot,
    shelf: memoryShelf(),
    tabs: new Tabs({
      shared: null,
      connect: () => {
        sockets.push(new FakeSocket());
        return socket();
      },
      read: async (epoch, seq) => ({ epoch, seq, events: [], more: false }),
      isVisible: () => true,
      clock,
    }),
    onSessionEnded: ended,
    isOutdated,
    clock,
    random: () => 0.5,
  });
  made.start();
  return made;
}

function socket(): FakeSocket {
  const last = sockets.at(-1);
  if (!last) throw new Error("no socket yet");
  return last;
}

function created(seq: number, of: Message): EventFrame {
  return { type: "event", seq, room: of.room, rseq: of.rseq, kind: "message.created", data: of, at: "" };
}

function texts(of: Chat): string[] {
  return of.histories
    .open("watercooler")
    .timeline.getSnapshot()
    .rows.map((row) => (row.state === "sent" ? row.message.body : `${row.state}:${row.item.text}`));
}

async function online(): Promise<Chat> {
  const made = chat();
  socket().hello();
  socket().say({ type: "caught_up", seq: 100 });
  await made.histories.open("watercooler").openNewest();
  return made;
}

beforeEach(() => {
  clock = new TestClock();
  sockets = [];
  stored = [message(1)];
  snapshot = bootstrap({ rooms: [room("watercooler", { head_rseq: 1, read_rseq: 1 })] });
  vi.clearAllMocks();
});

describe("Chat", () => {
  it("resumes from the snapshot before anything else", () => {
    chat();
    expect(socket().heard).toEqual([]);
    socket().hello();
    expect(socket().heard[0]).toEqual({ type: "resume", epoch: "e1", seq: 100 });
  });

  it("applies each event once, in replay and live", async () => {
    const made = await online();
    socket().say(created(101, message(2)));
    socket().say({ ...created(101, message(2, { body: "again" })) });
    socket().say({ type: "advance", seq: 110 });
    socket().die();
    await clock.pass(10_000);
    socket().hello();
    expect(socket().heard[0]).toEqual({ type: "resume", epoch: "e1", seq: 110 });
    socket().say(created(105, message(3, { body: "late" })));
    expect(texts(made)).toEqual(["message 1", "message 2"]);
  });

  it("shows a send at once, and the echo counts as the ack when the ack is lost", async () => {
    const made = await online();
    const item = made.outbox.send("watercooler", "hi", "hi");
    expect(texts(made)).toEqual(["message 1", "pending:hi"]);
    expect(socket().heard.at(-1)).toMatchObject({ type: "send", client_message_id: item.client_message_id });
    socket().die();
    expect(texts(made)).toEqual(["message 1", "pending:hi"]);
    await clock.pass(1_000);
    socket().hello();
    const mine = message(2, { author: "david", client_message_id: item.client_message_id, body: "hi" });
    socket().say(created(101, mine));
    socket().say({ type: "caught_up", seq: 101 });
    expect(texts(made)).toEqual(["message 1", "hi"]);
    expect(socket().types()).not.toContain("send");
  });

  it("sends again after the replay when nothing confirmed it", async () => {
    const made = await online();
    made.outbox.send("watercooler", "hi", "hi");
    socket().die();
    await clock.pass(1_000);
    socket().hello();
    expect(socket().types()).not.toContain("send");
    socket().say({ type: "caught_up", seq: 100 });
    expect(socket().types()).toContain("send");
    expect(made.outbox.getSnapshot()).toHaveLength(1);
  });

  it("resolves a pending send that was deleted before its ack", async () => {
    const made = await online();
    const item = made.outbox.send("watercooler", "hi", "hi");
    const gone = deletion(message(2, { author: "david", client_message_id: item.client_message_id }));
    socket().say({
      type: "event",
      seq: 101,
      room: "watercooler",
      kind: "message.deleted",
      data: gone,
      at: "",
    });
    expect(texts(made)).toEqual(["message 1"]);
    expect(made.outbox.getSnapshot()).toEqual([]);
  });

  it("starts over on resync, keeps what is unsent, and resumes from the new place", async () => {
    const made = await online();
    made.outbox.send("watercooler", "hi", "hi");
    stored = [message(7, { body: "restored" })];
    snapshot = bootstrap({ epoch: "e2", seq: 3, rooms: [room("watercooler", { head_rseq: 7 })] });
    socket().say({ type: "resync", reason: "epoch" });
    await settled();
    expect(socket().heard.at(-1)).toEqual({ type: "resume", epoch: "e2", seq: 3 });
    expect(texts(made)).toEqual(["restored", "pending:hi"]);
    socket().say({ type: "caught_up", seq: 3 });
    expect(socket().heard.at(-1)).toMatchObject({ type: "send", body: "hi" });
  });

  it("keeps trying to resync while the server cannot answer", async () => {
    const made = await online();
    fetchBootstrap.mockRejectedValueOnce(new ServerError(503, "busy", "Busy."));
    socket().say({ type: "resync", reason: "trimmed" });
    await clock.pass(2_100);
    expect(fetchBootstrap).toHaveBeenCalledTimes(2);
    expect(texts(made)).toEqual(["message 1"]);
  });

  it("counts unread by the events and tells the server what was seen, at most once per second", async () => {
    const made = await online();
    for (const rseq of [2, 3, 4]) socket().say(created(100 + rseq, message(rseq)));
    expect(made.rooms.get("watercooler")?.unread).toBe(3);
    for (const rseq of [2, 3, 4]) made.seen("watercooler", rseq);
    const reads = () => socket().heard.filter((frame) => frame.type === "read");
    expect(reads()).toEqual([{ type: "read", room: "watercooler", rseq: 2 }]);
    await clock.pass(1_100);
    expect(reads().at(-1)).toEqual({ type: "read", room: "watercooler", rseq: 4 });
    expect(made.rooms.get("watercooler")?.unread).toBe(0);
  });

  it("forgets a room it was removed from", async () => {
    const made = await online();
    const data = { id: "x", room: "watercooler", user: "david" };
    socket().say({ type: "event", seq: 101, kind: "membership.deleted", data, at: "" });
    expect(made.rooms.get("watercooler")).toBeUndefined();
    expect(made.histories.get("watercooler")).toBeUndefined();
  });

  it("leaves when the session ends, by bye or by a refused connection", async () => {
    await online();
    socket().say({ type: "bye", reason: "auth" });
    expect(ended).toHaveBeenCalledTimes(1);
    checkSession.mockRejectedValueOnce(new ServerError(401, "unauthorized", "No."));
    chat();
    socket().die();
    await settled();
    expect(ended).toHaveBeenCalledTimes(2);
  });

  it("notices another build", async () => {
    const made = await online();
    isOutdated.mockResolvedValueOnce(true);
    expect(made.connection.getSnapshot().outdated).toBe(false);
    socket().die();
    await clock.pass(1_000);
    socket().hello("e1", 100, "two");
    await settled();
    expect(made.connection.getSnapshot().outdated).toBe(true);
  });

  it("believes no flags that are older than those it has, except a snapshot's", async () => {
    const flags = (version: number) => ({ ...snapshot.flags, version, files_enabled: version === 3 });
    snapshot = { ...snapshot, flags: flags(2) };
    const made = await online(); // whose greeting is of version 0
    expect(made.flags.getSnapshot().version).toBe(2);
    socket().say({ type: "event", seq: 101, kind: "flags.updated", data: flags(3), at: "" });
    socket().say({ type: "event", seq: 102, kind: "flags.updated", data: flags(1), at: "" });
    expect(made.flags.getSnapshot()).toEqual(flags(3));
    socket().say({ type: "resync", reason: "epoch" });
    await settled();
    expect(made.flags.getSnapshot().version).toBe(2);
  });

  it("shows who types for five seconds", async () => {
    const made = await online();
    socket().say({ type: "typing", room: "watercooler", user: "jason", active: true });
    socket().say({ type: "typing", room: "watercooler", user: "david", active: true });
    expect(made.typing.typers("watercooler")).toEqual(["jason"]);
    await clock.pass(5_100);
    expect(made.typing.typers("watercooler")).toEqual([]);
  });
});
