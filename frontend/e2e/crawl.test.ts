import { expect, it } from "vitest";
import { addresses } from "./addresses.ts";
import { Crawler } from "./crawler.ts";
import { Person } from "./person.ts";
import { playScene, RIA, TOM } from "./scene.ts";
import { CampfireServer } from "./server.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

type Role = "member" | "administrator";

/** Everything that somebody of this role can press, on every page. */
async function press(role: Role, server: CampfireServer): Promise<Crawler> {
  const { ria, tom, room } = await playScene(server);
  const administrator = role === "administrator";
  const person = await Person.arrive(stage.browser, server.url, {
    reducedMotion: "reduce",
    // Chromium would answer its own question for permission later, over whatever is pressed then.
    permissions: ["notifications"],
  });
  await person.signIn(administrator ? RIA : TOM, `/rooms/${room}`);
  const crawler = new Crawler(person);
  for (const path of await addresses(administrator ? ria : tom, room, administrator)) {
    await crawler.visit(path);
  }
  await crawler.confirm();
  await crawler.leave("/users/me/profile");
  return crawler;
}

it("nothing that a member or an administrator can press is dead", async () => {
  // Side by side, each in a camp of their own.
  const other = await CampfireServer.begin();
  try {
    const [member, administrator] = await Promise.all([
      press("member", stage.server),
      press("administrator", other),
    ]);
    for (const { troubles, late, pressed } of [member, administrator]) {
      expect(troubles).toEqual([]);
      expect(late).toBe(false);
      expect(pressed).toBeGreaterThan(100);
    }
    expect(administrator.pressed).toBeGreaterThan(member.pressed);
  } finally {
    await other.dispose();
  }
}, 700_000);
