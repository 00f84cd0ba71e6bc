import { expect, it } from "vitest";
import { addresses } from "./addresses.ts";
import { Crawler } from "./crawler.ts";
import { Person } from "./person.ts";
import { playScene, RIA, TOM } from "./scene.ts";
import { setStage } from "./stage.ts";

const stage = setStage();

for (const role of ["member", "administrator"] as const) {
  it(`nothing that a ${role} can press is dead`, async () => {
    const { browser, server } = stage;
    const { ria, tom, room } = await playScene(server);
    const administrator = role === "administrator";
    const person = await Person.arrive(browser, server.url, { reducedMotion: "reduce" });
    await person.signIn(administrator ? RIA : TOM, `/rooms/${room}`);
    const crawler = new Crawler(person);
    for (const path of await addresses(administrator ? ria : tom, room, administrator)) {
      await crawler.visit(path);
    }
    expect(crawler.late, crawler.troubles.join("\n")).toBe(false);
    await crawler.confirm();
    await crawler.leave("/users/me/profile");
    expect(crawler.troubles).toEqual([]);
    expect(crawler.pressed).toBeGreaterThan(100);
  }, 300_000);
}
