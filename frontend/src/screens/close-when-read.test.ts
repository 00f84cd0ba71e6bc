import { afterEach, expect, it, vi } from "vitest";
import { message, room } from "../models/cast.ts";
import { RoomList } from "../models/room-list.ts";
import { closeWhenRead } from "./close-when-read.ts";

afterEach(() => vi.unstubAllGlobals());

/** A worker that shows a notification of one message of a room. */
function showing(room: string, rseq: number): () => boolean {
  let open = true;
  const data = { kind: "message", tag: `room:${room}`, room, rseq };
  const notification = { tag: data.tag, data, close: () => (open = false) };
  const registration = { getNotifications: async () => (open ? [notification] : []) };
  vi.stubGlobal("navigator", { serviceWorker: { getRegistration: async () => registration } });
  return () => open;
}

const settled = () => new Promise((done) => setTimeout(done));

function rooms(): RoomList {
  const list = new RoomList("david");
  list.replaceAll([room("kitchen", { head_rseq: 4, read_rseq: 3, unread: 1 }), room("ping")]);
  return list;
}

it("closes a notification when its message was read, not when another room was", async () => {
  const list = rooms();
  closeWhenRead(list);
  const isOpen = showing("ping", 1);
  list.messageCreated(message(1, { room: "ping" }));
  list.seen("kitchen", 4);
  await settled();
  expect(isOpen()).toBe(true);
  list.seen("ping", 1);
  await settled();
  expect(isOpen()).toBe(false);
});

it("keeps the notification of a message this page has not heard of yet", async () => {
  const list = rooms();
  closeWhenRead(list);
  const isOpen = showing("ping", 1);
  list.seen("kitchen", 4);
  await settled();
  expect(isOpen()).toBe(true);
});

it("closes the notification of a room that went", async () => {
  const list = rooms();
  closeWhenRead(list);
  const isOpen = showing("kitchen", 9);
  list.remove("kitchen");
  await settled();
  expect(isOpen()).toBe(false);
});
