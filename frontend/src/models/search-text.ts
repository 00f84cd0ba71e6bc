/** What may stand before a colon in a query. internal/search/query.go takes it apart in the same way. */
export type Operator = "from" | "in" | "before" | "after" | "has" | "is";

interface Token {
  operator: Operator | null;
  value: string;
  /** As it was typed. */
  raw: string;
}

const TOKEN =
  /(?:(from|in|before|after|has|is):)?(?:"([^"]*)(?:"|$)|“([^”]*)(?:”|$)|„([^“]*)(?:“|$)|«([^»]*)(?:»|$)|(\S*))/iy;
const PLAIN = /^[\p{L}\p{N}_.@-]+$/u;

/** Of these a query has as many as one likes; of the others one. */
const MANY: readonly Operator[] = ["has", "is"];

function tokens(text: string): Token[] {
  const found: Token[] = [];
  const pattern = new RegExp(TOKEN);
  for (let at = nextWord(text, 0); at < text.length; at = nextWord(text, pattern.lastIndex)) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match?.[0]) break;
    const [raw, name, ...values] = match;
    const operator = (name?.toLowerCase() as Operator | undefined) ?? null;
    found.push({ operator, value: values.find((value) => value !== undefined) ?? "", raw });
  }
  return found;
}

function nextWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? "")) at++;
  return at;
}

/** What a query is narrowed to by one operator. */
export function filterValues(text: string, operator: Operator): string[] {
  return tokens(text)
    .filter((token) => token.operator === operator && token.value)
    .map((token) => token.value);
}

export function hasFilter(text: string, operator: Operator, value: string): boolean {
  return filterValues(text, operator).some((one) => one.toLowerCase() === value.toLowerCase());
}

/** Filters stand in front: the last word is the one that is still being typed. */
export function withFilter(text: string, operator: Operator, value: string): string {
  const rest = withoutFilter(text, operator, MANY.includes(operator) ? value : undefined);
  return `${operator}:${PLAIN.test(value) ? value : `"${value}"`} ${rest}`;
}

/** Without a value: whatever it is narrowed to. */
export function withoutFilter(text: string, operator: Operator, value?: string): string {
  const goes = (token: Token) =>
    token.operator === operator && (value === undefined || token.value.toLowerCase() === value.toLowerCase());
  const all = tokens(text);
  if (!all.some(goes)) return text;
  return all
    .filter((token) => !goes(token))
    .map((token) => token.raw)
    .join(" ");
}

/** How somebody or something is named in a query: by its name, or by its id where a name would not do. */
export function nameInQuery(name: string, id: string): string {
  return name && !/["“”„«»]/.test(name) ? name : id;
}

/** More people than these are not counted up: the server reads no longer list. */
const MOST_NAMES = 8;

/** How a ping is named in a query: by everybody in it, or by its id. */
export function pingInQuery(names: readonly string[], id: string): string {
  if (names.length > MOST_NAMES || names.some((name) => nameInQuery(name, id) === id || name.includes(",")))
    return id;
  return names.map((name) => `@${name}`).join(", ");
}
