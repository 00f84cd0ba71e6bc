import type { Person } from "./person.ts";

interface Words {
  nothing: string;
  unknown: string;
  building: string;
  failed: string;
  from: string;
  people: string;
}

const ENGLISH: Words = {
  nothing: "Nothing found for",
  unknown: "Nobody and nothing here is called",
  building: "The search index is being built",
  failed: "The search didn't work",
  from: "From",
  people: "Filter people by name",
};

const GERMAN: Words = {
  nothing: "Nichts gefunden zu",
  unknown: "Niemand und nichts heißt hier",
  building: "Der Suchindex wird aufgebaut",
  failed: "Die Suche hat nicht geklappt",
  from: "Von",
  people: "Personen nach Namen filtern",
};

/** What screenshots.ts photographs of the search, last so that nobody else is spoken to in German. */
export function searchScenes(room: string) {
  return [
    { name: "search-empty", path: "/searches", there: "What is found appears" },
    { name: "search", path: "/searches?q=the", there: "Noor Haddad" },
    { name: "search-jump", path: room, there: "Thank you, Noor", act: jumpTo("pot") },
    ...inOneLanguage("search", "en", ENGLISH),
    ...inOneLanguage("search-german", "de", GERMAN),
  ];
}

type Act = (person: Person) => Promise<void>;

function inOneLanguage(name: string, language: string, words: Words) {
  function scene(what: string, query: string, there: string, act?: Act) {
    return {
      name: `${name}-${what}`,
      path: "/searches?q=the",
      there: "Noor Haddad", // whichever language was spoken before
      act: async (person: Person) => {
        const { page } = person;
        await page.evaluate((spoken) => localStorage.setItem("language", spoken), language);
        await page.goto(new URL(`/searches?${new URLSearchParams({ q: query })}`, page.url()).href);
        await page.getByText(there).first().waitFor();
        await act?.(person);
      },
    };
  }
  return [
    scene("results", "the", "Noor Haddad"),
    scene("nothing", "zeppelin", words.nothing),
    scene("unknown", "from:Nobody tea", words.unknown),
    scene("pick", "the", "Noor Haddad", pickPeople(words)),
    scene("recent", "the", "Noor Haddad", remember),
    scene("building", "zeppelin", words.nothing, answer(503, words.building)),
    scene("failed", "zeppelin", words.nothing, answer(500, words.failed)),
  ];
}

function jumpTo(text: string) {
  return async ({ page }: Person) => {
    await page.locator(".messages__scroller").focus();
    await page.keyboard.press("Control+k");
    await page.locator("dialog[open] input").pressSequentially(text);
    await page.locator("dialog[open] mark").first().waitFor();
  };
}

function pickPeople(words: Words) {
  return async ({ page }: Person) => {
    await page.getByRole("button", { name: words.from, exact: true }).click();
    await page.getByRole("searchbox", { name: words.people }).waitFor();
  };
}

/** Asks as somebody who means it, so that it is remembered. */
async function remember({ page }: Person): Promise<void> {
  const field = page.locator(".search__field");
  for (const query of ["boat house", "from:Noor the pot", "上海"]) {
    await field.fill(query);
    await field.press("Enter");
    await page.locator(".recent__one").filter({ hasText: query }).waitFor();
  }
  await field.press("Escape");
  await page.locator(".search__state--big").waitFor();
}

function answer(status: number, there: string) {
  return async ({ page }: Person) => {
    const code = status === 503 ? "search_unavailable" : "internal";
    await page.route("**/api/chat/search?*", (route) =>
      route.fulfill({ status, json: { status, code, message: "Try again in a moment.", data: { code } } }),
    );
    await page.locator(".search__field").fill("lanterns");
    await page.getByText(there).first().waitFor();
    await page.unroute("**/api/chat/search?*");
  };
}
