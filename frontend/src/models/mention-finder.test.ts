import { describe, expect, it } from "vitest";
import type { User } from "../lib/wire.ts";
import { user } from "./cast.ts";
import { findMentions } from "./mention-finder.ts";

const names = ["Zoë Adams", "Ada Moreno", "Mei Lin", "Émilie Petit", "Moritz Groß"];
const people = new Map(names.map((name, at) => [`u${at}`, user(`u${at}`, name)]));

function found(
  query: string,
  members: string[] | null = null,
  users: ReadonlyMap<string, User> = people,
): string[] {
  return findMentions(users, members && new Set(members), query).map(({ name }) => name);
}

describe("findMentions", () => {
  it("puts names that begin so before names with a later word that does", () => {
    expect(found("mo")).toEqual(["Moritz Groß", "Ada Moreno"]);
    expect(found("ad")).toEqual(["Ada Moreno", "Zoë Adams"]);
    expect(found("oreno")).toEqual([]);
  });

  it("minds neither accents nor case, and knows initials and several words", () => {
    expect(found("emi")).toEqual(["Émilie Petit"]);
    expect(found("ZOE")).toEqual(["Zoë Adams"]);
    expect(found("ml")).toEqual(["Mei Lin"]);
    expect(found("ada m")).toEqual(["Ada Moreno"]);
  });

  it("puts members of the room first, and leaves out who left", () => {
    expect(found("m", ["u2"])).toEqual(["Mei Lin", "Moritz Groß", "Ada Moreno"]);
    const left = new Map(people).set("u1", { ...user("u1", "Ada Moreno"), status: "deactivated" });
    expect(found("ada", null, left)).toEqual(["Zoë Adams"]);
  });

  it("answers for five hundred people long before a tenth of a second is over", () => {
    const many = Array.from({ length: 500 }, (_, at) =>
      user(`u${at}`, `Person ${at} Łukasz Müller-${at % 7}`),
    );
    const crowd = new Map(many.map((one) => [one.id, one]));
    found("mul", null, crowd);
    const before = performance.now();
    expect(found("mul", ["u499"], crowd)[0]).toBe("Person 499 Łukasz Müller-2");
    expect(performance.now() - before).toBeLessThan(100);
  });
});
