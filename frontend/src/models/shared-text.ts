/**
 * One text of what another app gave us. Apps disagree about what goes where: a link comes as `url`, as the end of `text`,
 * or as both.
 */
export function sharedText(query: URLSearchParams): string {
  const lines: string[] = [];
  for (const name of ["title", "text", "url"]) {
    const part = (query.get(name) ?? "").trim();
    if (part && !lines.some((line) => line.includes(part))) lines.push(part);
  }
  return lines.join("\n");
}
