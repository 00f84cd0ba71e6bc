// A bot that answers whoever mentions it, on PocketBase's SDK: CAMPFIRE=https://chat.example.com KEY=... node echo.mjs
import { createHash } from "node:crypto";
import { EventSource } from "eventsource";
import PocketBase from "pocketbase";

globalThis.EventSource = EventSource; // Node has none of its own

const { CAMPFIRE, KEY } = process.env;
const pb = new PocketBase(CAMPFIRE);
pb.authStore.save(KEY);
pb.autoCancellation(false);

const { me, epoch, seq } = await pb.send("/api/chat/bootstrap");
let place = { epoch, since: seq };

/** Answers under a name made of the message's id: an answer that is sent again is stored once. */
async function answer(message) {
  if (message.author === me.id || !message.mentions.includes(me.id)) return;
  const words = message.body_text.replaceAll(`@${me.name}`, "").trim();
  const hex = createHash("sha256").update(message.id).digest("hex");
  const name = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
  await pb
    .collection("messages")
    .create({ room: message.room, client_message_id: name, body: `You said: ${words}` })
    .catch((refused) => console.error(`No answer to ${message.id}: ${refused.response?.code ?? refused}`));
}

/** Reads the log from where the bot was: what came before it was connected, or while it was not. */
async function catchUp() {
  for (let more = true; more; ) {
    const news = await pb.send("/api/chat/events", { query: place });
    for (const event of news.events ?? []) {
      if (event.kind === "message.created") await answer(event.data);
    }
    place = { epoch: news.epoch, since: news.seq };
    more = news.more ?? false;
  }
}

await pb.collection("messages").subscribe("*", ({ action, record }) => {
  if (action === "create") answer(record);
});
// The SDK connects again by itself; each connection begins with the log.
await pb.realtime.subscribe("PB_CONNECT", () => catchUp().catch(console.error));
await catchUp();
console.log(`${me.name} listens.`);
