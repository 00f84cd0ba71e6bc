import { Api, type Registration } from "./api.ts";
import type { CampfireServer } from "./server.ts";

const CODE = `<pre>func (c *Coordinator) Send(ctx context.Context, draft Draft) (Message, error) {
	if err := draft.Validate(); err != nil {
		return Message{}, err
	}
	return c.commit(ctx, draft)
}</pre>`;

const LONG =
  "I walked the whole route yesterday with the two new ones, and here is what I would change before Monday. " +
  "The sign at the second crossing is still hidden by the hedge, so half of the group went down to the mill. " +
  "The wood that we stacked in spring is dry and will do for three evenings, if nobody starts a fire before " +
  "sunset. And the big pot has a hole: either somebody brings theirs, or we eat in two rounds.";

export const RIA: Registration = {
  name: "Ria Castellanos",
  email: "ria@example.com",
  password: "over the fire",
};

/** A member. */
export const TOM: Registration = {
  name: "Tom Achterberg",
  email: "person0@example.com",
  password: "under the stars",
};

const OTHERS = [TOM.name, "Noor Haddad", "石川 さくら", "Jules Petit", "Kwame Mensah"];

/** A believable week of a small company, told by several people. Answers with the room to look at. */
export async function playScene(server: CampfireServer): Promise<{ ria: Api; tom: Api; room: string }> {
  const ria = await Api.firstRun(server.url, RIA);
  const [tom, noor, sakura, jules] = await Promise.all(
    OTHERS.map((name, index) =>
      ria.invite({ name, email: `person${index}@example.com`, password: "under the stars" }),
    ),
  );
  if (!tom || !noor || !sakura || !jules) throw new Error("somebody is missing");
  const [summer, , , , talks] = [
    await ria.createRoom("Summer camp"),
    await ria.createRoom("Front desk"),
    await ria.createRoom("Kitchen"),
    await ria.createRoom("A room with a name that is longer than anybody needs it to be"),
    await noor.createRoom("Watercooler"),
  ];
  // Nobody is there.
  const bot = await ria.bot("Weather", "http://127.0.0.1:9/hook");
  const room = summer.id;

  await tom.send(room, "Morning all! Who has the keys to the boat house?");
  await noor.send(room, "They are on my desk, in the blue tin.");
  const thanks = await noor.send(room, "Take the <strong>big</strong> one, the small one opens nothing.");
  await ria.boost(thanks.id, "👍");
  await tom.boost(thanks.id, "Life saver!");
  await ria.send(room, "I am there at nine, see you at the jetty.");
  const plan = await ria.send(room, "Plan of the day");
  await ria.edit(plan.id, "Plan of the day: https://example.com/camp/plan");
  await bot.send(room, "Tomorrow: sun, 24 °C, wind from the west, no rain before the evening.");
  await sakura.send(room, "🎉🏕️");
  await jules.send(room, CODE);
  await jules.send(room, "That is all of it, honestly. <code>commit</code> does the waiting.");
  const long = await noor.send(room, LONG);
  await sakura.boost(long.id, "🔥");
  await jules.boost(long.id, "❤️");
  await ria.boost(long.id, "😂");
  await ria.send(room, "Thank you, Noor. I bring the pot of the house, and <em>two</em> spoons.");

  const ping = await tom.startPing((await ria.bootstrap()).me.id);
  await tom.send(ping.id, "Are you awake?");
  await ria.startPing((await jules.bootstrap()).me.id);
  await noor.send(talks.id, "New tea in the kitchen.");
  await noor.boost(plan.id, "👏");
  await jules.boost(plan.id, "Count me in");
  for (const { id, name } of [(await ria.bootstrap()).me, (await tom.bootstrap()).me]) {
    const mention = `<span class="mention" data-user="${id}">@${name}</span>`;
    await noor.send(talks.id, `${mention} can you bring the lanterns? I am on the late ferry.`);
  }
  return { ria, tom, room };
}
