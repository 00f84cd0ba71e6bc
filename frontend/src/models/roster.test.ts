import { expect, it } from "vitest";
import { user } from "./cast.ts";
import { named, rosterOf } from "./roster.ts";

const everybody = [
  user("z", "Zoë", "administrator"),
  user("b", "ben"),
  user("a", "Ángela"),
  user("r", "Robot", "bot"),
  { ...user("n", "Nora"), status: "banned" as const },
  { ...user("x", "Xaver", "administrator"), status: "deactivated" as const },
];
const users = new Map(everybody.map((person) => [person.id, person]));

const namesOf = (people: { name: string }[]) => people.map(({ name }) => name);

it("puts administrators apart, everybody by name, and bots nowhere", () => {
  const { administrators, members, left } = rosterOf(users, true);
  expect(namesOf(administrators)).toEqual(["Zoë"]);
  expect(namesOf(members)).toEqual(["Ángela", "ben", "Nora"]);
  expect(namesOf(left)).toEqual(["Xaver"]);
});

it("shows members neither who is banned nor who left", () => {
  const { administrators, members, left } = rosterOf(users, false);
  expect(namesOf([...administrators, ...members])).toEqual(["Zoë", "Ángela", "ben"]);
  expect(left).toEqual([]);
});

it("finds a name by a part of it, in any case and without its accents", () => {
  expect(namesOf(named(everybody, " ANG "))).toEqual(["Ángela"]);
  expect(namesOf(named(everybody, "zoe"))).toEqual(["Zoë"]);
  expect(named(everybody, "")).toEqual(everybody);
});
