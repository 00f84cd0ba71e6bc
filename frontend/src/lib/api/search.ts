import type { Caller } from "../pocketbase.ts";
import type { Id, Message, Room } from "../wire.ts";

/** One message that was found, as it is now. */
export interface Found {
  message: Message;
  room: Pick<Room, "id" | "kind" | "name">;
  /** Escaped text with <mark> around what matches; lib/snippet.ts reads it. */
  snippet: string;
}

/** A page of results, newest first. */
export interface FoundPage {
  results: Found[];
  /** The cursor of the page after it, "" on the last. A page may be empty and yet have a next one. */
  next: string;
  count: number;
  /** There are more than `count`. */
  many: boolean;
  /** Filters that name nobody and nothing. */
  unknown?: string[];
}

export interface RecentSearch {
  id: Id;
  query: string;
}

export function searchMessages(
  server: Caller,
  text: string,
  cursor: string,
  limit: number,
): Promise<FoundPage> {
  const query = new URLSearchParams({ q: text, limit: String(limit) });
  if (cursor) query.set("cursor", cursor);
  return server.call("GET", `/api/chat/search?${query}`);
}

/** The last ten that were meant, the latest first. */
export async function recentSearches(server: Caller): Promise<RecentSearch[]> {
  return (await server.call<{ searches: RecentSearch[] }>("GET", "/api/chat/searches")).searches;
}

export async function rememberSearch(server: Caller, query: string): Promise<RecentSearch[]> {
  return (await server.call<{ searches: RecentSearch[] }>("POST", "/api/chat/searches", { query })).searches;
}

export function forgetSearches(server: Caller): Promise<void> {
  return server.call("DELETE", "/api/chat/searches");
}
