import type { Server } from "../lib/pocketbase.ts";
import type { Chat } from "./chat.ts";
import type { Flash } from "./flash.ts";
import type { MessageActions } from "./message-actions.ts";
import type { NewDevices } from "./new-devices.ts";
import type { Notifications } from "./notifications.ts";
import type { PushConsent } from "./push-consent.ts";
import type { QuietHours } from "./quiet-hours.ts";
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
  consent: PushConsent;
  quiet: QuietHours;
  search: MessageSearch;
  recents: RecentSearches;
  notifications: Notifications;
  devices: NewDevices;
  logOut: () => Promise<void>;
}
