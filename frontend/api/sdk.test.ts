import { afterAll, beforeAll, expect, it } from "vitest";
import type { Message } from "../src/lib/wire.ts";
import { Camp } from "./camp.ts";

let camp: Camp;
beforeAll(async () => {
  camp = await Camp.begin();
});
afterAll(() => camp.end());

interface Arrival {
  action: string;
  record: Message;
}

it("signs in, lists, posts, subscribes, and receives in the order of the room", async () => {
  const bo = camp.client();
  await bo.collection("users").authWithPassword(camp.get("EMAIL"), camp.get("PASSWORD"));
  const rooms = await bo.collection("rooms").getFullList();
  expect(rooms.map((room) => room.name)).toEqual(["All Talk"]);
  const room = camp.get("ROOM");

  const arrived: Message[] = [];
  await bo.collection("messages").subscribe("*", ({ record }) => arrived.push(record as unknown as Message));
  const writers = [camp.client("TOKEN"), camp.client("KEY"), bo];
  const sends = Array.from({ length: 200 }, (_, n) =>
    writers[n % 3]?.collection("messages").create<Message>({ room, body: `Number ${n}` }),
  );
  const sent = await Promise.all(sends);
  await expect.poll(() => arrived.length, { timeout: 10_000 }).toBe(200);

  const numbers = arrived.map((message) => message.rseq);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  expect(new Set(numbers).size).toBe(200);
  expect(new Set(arrived.map((message) => message.id))).toEqual(new Set(sent.map((message) => message?.id)));
  const listed = await bo.collection("messages").getFullList<Message>({
    filter: bo.filter("room = {:room} && rseq >= {:first}", { room, first: numbers[0] }),
  });
  expect(listed.map((message) => message.rseq)).toEqual(numbers);
  await bo.collection("messages").unsubscribe();
});

it("a removed member receives nothing more", async () => {
  const ada = camp.client("TOKEN");
  const bo = camp.client("BO_TOKEN");
  const room = camp.get("CLOSED_ROOM");
  const membership = await ada.collection("memberships").create({ room, user: camp.get("BO") });
  const arrived: string[] = [];
  await bo
    .collection("messages")
    .subscribe("*", ({ action, record }: Arrival) => arrived.push(`${action} ${record.body_text}`));
  const say = (where: string, body: string) => ada.collection("messages").create({ room: where, body });

  await say(room, "while Bo is in");
  await ada.collection("memberships").delete(membership.id);
  await say(room, "after Bo has left");
  // One stream carries both rooms in order: what comes after the secret proves that the secret did not come.
  await say(camp.get("ROOM"), "to everybody");
  await expect
    .poll(() => arrived, { timeout: 10_000 })
    .toEqual(["create while Bo is in", "create to everybody"]);
  await expect(bo.collection("rooms").getOne(room)).rejects.toMatchObject({ status: 404 });
  await bo.realtime.unsubscribe();
});

it("a bot's key is what a token is to the SDK, as far as it reaches", async () => {
  const robby = camp.client("HOOK_KEY");
  const message = { room: camp.get("ROOM"), body: "Deployed." };
  const sent = await robby.collection("messages").create<Message>(message);
  expect(sent.author).toBe(camp.get("BOT"));
  await expect(robby.collection("messages").getList()).rejects.toMatchObject({ status: 403 });
  const elsewhere = { ...message, room: camp.get("CLOSED_ROOM") };
  await expect(robby.collection("messages").create(elsewhere)).rejects.toMatchObject({
    status: 404,
    response: { code: "not_found" },
  });
});

it("a send that is repeated is stored once", async () => {
  const robby = camp.client("KEY");
  const again = { room: camp.get("ROOM"), client_message_id: crypto.randomUUID(), body: "Once." };
  const [first, second] = [
    await robby.collection("messages").create<Message>(again),
    await robby.collection("messages").create<Message>(again),
  ];
  expect(second.id).toBe(first.id);
  await expect(robby.collection("messages").create({ ...again, body: "Twice." })).rejects.toMatchObject({
    status: 409,
    response: { code: "cid_conflict" },
  });
});
