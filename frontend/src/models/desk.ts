import type { Server } from "../lib/pocketbase.ts";
import type { Chat } from "./chat.ts";
import type { Flash } from "./flash.ts";
import type { MessageActions } from "./message-actions.ts";
import type { RecentSearches } from "./recent-searches.ts";
import type { MessageSearch } from "./search.ts";
import type { Wishes } from "./wishes.ts";

/** What a signed-in screen works with. */
export interface Desk {
  chat: Chat;
  server: Server;
  actions: MessageActions;
  flash: Flash;
  wishes: Wishes;
  search: MessageSearch;
  recents: RecentSearches;
  logOut: () => Promise<void>;
}
