import { amount } from "../number.ts";

export const search = {
  asTyped: (query: string) => `“${query}”`,
  backToResults: "Back to search results",
  building: "The search index is being built",
  buildingHint: "What was said before can be found again in a moment. Your search goes on by itself.",
  clear: "Clear search field",
  clearRecent: "Clear recent searches",
  clearRecentSure: "Clear your recent searches? This can't be undone.",
  count: (count: number, many: boolean) => `${amount(count)}${many ? "+" : ""}`,
  date: {
    before: "Before the day",
    after: "After the day",
    use: "Narrow to this",
  },
  exit: "Exit search",
  failed: "The search didn't work",
  field: "search",
  filterNamed: { people: "Filter people by name", rooms: "Filter rooms by name" },
  filters: "Narrow the search",
  found: (count: number, many: boolean) => {
    if (many) return `More than ${amount(count)} messages found`;
    return count === 1 ? "1 message found" : `${amount(count)} messages found`;
  },
  has: { link: "Link", code: "Code", mention: "Mention", sound: "Sound" },
  hint: "Words in any order, beginnings and parts of words, “words side by side”. What is found appears while you type.",
  looking: "Searching",
  me: "Me",
  narrow: { from: "From", in: "In", before: "Before", after: "After" },
  nobody: "Nothing by that name",
  nothing: (query: string) => `Nothing found for “${query}”`,
  nothingHint: "Try fewer words or the beginning of one. Only rooms that you are in are searched.",
  off: "Search is switched off",
  offHint: "An administrator can switch it on in the account settings.",
  older: "Show older results",
  recent: "Recent searches",
  results: "Search results",
  start: "Search",
  unknown: (filters: string) => `Nobody and nothing here is called ${filters}.`,
  unread: "Unread",
};
