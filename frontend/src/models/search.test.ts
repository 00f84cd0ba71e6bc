import { beforeEach, describe, expect, it } from "vitest";
import type { Found, FoundPage } from "../lib/api/search.ts";
import { ServerError } from "../lib/server-error.ts";
import { deletion, message, settled, TestClock } from "./cast.ts";
import { MessageSearch } from "./search.ts";

interface Asked {
  text: string;
  cursor: string;
  limit: number;
  answer: (page: Partial<FoundPage>) => Promise<void>;
  fail: (error: Error) => Promise<void>;
}

let clock: TestClock;
let asked: Asked[];
let search: MessageSearch;

beforeEach(() => {
  clock = new TestClock();
  asked = [];
  search = new MessageSearch(
    (text, cursor, limit) =>
      new Promise((resolve, reject) => {
        const answer = (page: Partial<FoundPage>) => {
          resolve({ results: [], next: "", count: page.results?.length ?? 0, many: false, ...page });
          return settled();
        };
        const fail = (error: Error) => {
          reject(error);
          return settled();
        };
        asked.push({ text, cursor, limit, answer, fail });
      }),
    clock,
  );
});

function found(...seqs: number[]): Found[] {
  const room = { id: "watercooler", kind: "open", name: "Watercooler" } as const;
  return seqs.map((seq) => ({ message: message(seq), room, snippet: "" }));
}

function shown(): number[] {
  return search.getSnapshot().results.map((one) => one.message.seq);
}

async function finds(text: string, page: Partial<FoundPage>): Promise<void> {
  search.open(text);
  await asked.at(-1)?.answer(page);
}

describe("MessageSearch", () => {
  it("asks once for what is typed quickly, and at once when told to", async () => {
    for (const text of ["d", "de", "dep"]) {
      search.type(text);
      await clock.pass(100);
    }
    expect(asked).toEqual([]);
    await clock.pass(30);
    search.now();
    search.type("deploy ");
    search.now();
    await clock.pass(1_000);
    expect(asked.map(({ text }) => text)).toEqual(["dep", "deploy"]);
  });

  it("drops an answer that comes after a newer question, and keeps what is shown until there is a newer one", async () => {
    await finds("a", { results: found(1) });
    search.open("ab");
    search.open("abc");
    expect([search.getSnapshot().state, shown()]).toEqual(["looking", [1]]);
    await asked[2]?.answer({ results: found(3) });
    await asked[1]?.answer({ results: found(2) });
    expect([search.getSnapshot().state, shown()]).toEqual(["found", [3]]);
  });

  it("asks nothing for nothing, and forgets an answer to what was cleared", async () => {
    search.open("a");
    search.type("  ");
    await clock.pass(200);
    await asked[0]?.answer({ results: found(1) });
    expect(asked).toHaveLength(1);
    expect(search.getSnapshot()).toMatchObject({ state: "idle", asked: "", results: [] });
  });

  it("follows the cursor, one page at a time, to the end", async () => {
    await finds("a", { results: found(9, 8), next: "w.8", count: 100, many: true });
    void search.older();
    void search.older();
    expect(asked.map(({ cursor }) => cursor)).toEqual(["", "w.8"]);
    await asked[1]?.answer({ results: found(7, 6), count: 0 });
    void search.older();
    expect(asked).toHaveLength(2);
    expect(shown()).toEqual([9, 8, 7, 6]);
    expect(search.getSnapshot()).toMatchObject({ more: false, older: "idle", count: 100, many: true });
  });

  it("goes on behind a page that came empty, and not for ever", async () => {
    search.open("a");
    await asked[0]?.answer({ next: "w.9" });
    await asked[1]?.answer({ results: found(3), next: "w.3" });
    expect([shown(), search.getSnapshot().more]).toEqual([[3], true]);
    search.open("b");
    for (let at = 2; at < asked.length; at++) await asked[at]?.answer({ next: `w.${at}` });
    expect(asked).toHaveLength(2 + 5);
    expect(search.getSnapshot()).toMatchObject({ state: "found", more: true });
  });

  it("says why there is no answer, waits as it was told, and asks again", async () => {
    search.open("a");
    await asked[0]?.fail(new ServerError(429, "rate_limited", "Too fast.", { retryAfter: 2 }));
    expect(search.getSnapshot()).toMatchObject({ state: "failed", reason: "Too fast." });
    await clock.pass(1_900);
    expect(asked).toHaveLength(1);
    await clock.pass(200);
    await asked[1]?.answer({ results: found(1) });
    expect(shown()).toEqual([1]);
    search.retry();
    expect(asked).toHaveLength(2);
  });

  it("says that the index is being built until there is another answer, and asks again by itself", async () => {
    const building = () =>
      new ServerError(503, "search_unavailable", "It is being built.", { retryAfter: 1 });
    const states: string[] = [];
    search.open("a");
    await asked[0]?.fail(building());
    search.subscribe(() => states.push(search.getSnapshot().state));
    await clock.pass(1_100);
    await asked[1]?.fail(building());
    search.now(); // somebody is impatient
    await asked[2]?.answer({ results: found(1) });
    expect([...new Set(states)]).toEqual(["building", "found"]);
    await clock.pass(5_000);
    expect([shown(), asked.length]).toEqual([[1], 3]);
  });

  it("waits with older ones too when it is told to, and forgets them when something else is asked", async () => {
    const building = () =>
      new ServerError(503, "search_unavailable", "It is being built.", { retryAfter: 1 });
    await finds("a", { results: found(9), next: "w.9" });
    void search.older();
    await asked[1]?.fail(building());
    void search.older(); // the list is scrolled meanwhile
    expect([search.getSnapshot().older, shown(), asked.length]).toEqual(["loading", [9], 2]);
    await clock.pass(1_100);
    expect(asked[2]?.cursor).toBe("w.9");
    await asked[2]?.answer({ results: found(8), next: "w.8" });
    expect([search.getSnapshot().older, shown()]).toEqual(["idle", [9, 8]]);
    void search.older();
    await asked[3]?.fail(building());
    await finds("b", { results: found(3) });
    await clock.pass(5_000);
    expect([shown(), asked.length]).toEqual([[3], 5]);
  });

  it("keeps the results when older ones fail, and can ask for those again", async () => {
    await finds("a", { results: found(9), next: "w.9" });
    void search.older();
    await asked[1]?.fail(new ServerError(0, "unreachable", "Away"));
    expect([search.getSnapshot().older, shown()]).toEqual(["failed", [9]]);
    search.retry();
    await asked[2]?.answer({ results: found(8) });
    expect(shown()).toEqual([9, 8]);
  });

  it("lets go of a message that is deleted, and looks again when one is edited", async () => {
    await finds("a", { results: found(9, 8) });
    search.heard(deletion(message(9)));
    search.heard(deletion(message(5)));
    expect([shown(), search.getSnapshot().count]).toEqual([[8], 1]);
    search.heard(message(8));
    await clock.pass(1_000);
    expect(asked).toHaveLength(1);
    search.heard(message(8, { version: 2 }));
    await clock.pass(500);
    expect([shown(), asked.length]).toEqual([[8], 2]);
    await asked[1]?.answer({ results: [] });
    expect(shown()).toEqual([]);
  });

  it("is where it was for whoever comes back, with what is new, and starts anew for another search", async () => {
    await finds("a", { results: found(9, 8), next: "w.8", many: true });
    void search.older();
    await asked[1]?.answer({ results: found(7, 6), next: "w.6" });
    search.place.scroll = -300;
    search.open("a ");
    expect([shown(), search.place.scroll]).toEqual([[9, 8, 7, 6], -300]);
    await asked[2]?.answer({ results: found(10, 9, 8), next: "w.8" });
    expect(shown()).toEqual([10, 9, 8, 7, 6]);
    void search.older();
    expect(asked[3]?.cursor).toBe("w.6");
    await asked[3]?.answer({ results: found(5) });
    search.open("b");
    expect(search.place).toEqual({ scroll: 0, opened: null });
  });

  it("does not worry anybody when looking again fails", async () => {
    await finds("a", { results: found(9) });
    search.open("a");
    await asked[1]?.fail(new ServerError(0, "unreachable", "Away"));
    expect([search.getSnapshot().state, shown()]).toEqual(["found", [9]]);
  });
});
