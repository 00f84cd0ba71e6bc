import type { ComponentType, LazyExoticComponent } from "react";
import { coming } from "../lib/coming.ts";
import type { Desk } from "../models/desk.ts";
import type { Route } from "../routes.ts";

export interface PageProps<Name extends Route["name"] = Route["name"]> {
  desk: Desk;
  route: Extract<Route, { name: Name }>;
}

type Pages = { [Name in Route["name"]]?: LazyExoticComponent<ComponentType<PageProps<Name>>> };

/** One component, so that going from the new bot to the made one keeps what it shows. */
const BotPage = coming(async () => ({ default: (await import("./bot-page.tsx")).BotPage }));

/** The signed-in pages beside the room itself. Each is loaded when somebody first opens it. */
const PAGES: Pages = {
  account: coming(async () => ({ default: (await import("./account-page.tsx")).AccountPage })),
  bots: coming(async () => ({ default: (await import("./bots-page.tsx")).BotsPage })),
  bot: BotPage as Pages["bot"],
  "new-bot": BotPage as Pages["new-bot"],
  "push-subscriptions": coming(async () => ({ default: (await import("./push-page.tsx")).PushPage })),
  notifications: coming(async () => ({
    default: (await import("./notifications-page.tsx")).NotificationsPage,
  })),
  profile: coming(async () => ({ default: (await import("./profile-page.tsx")).ProfilePage })),
  search: coming(async () => ({ default: (await import("./search-page.tsx")).SearchPage })),
  status: coming(async () => ({ default: (await import("./status-page.tsx")).StatusPage })),
  share: coming(async () => ({ default: (await import("./share-page.tsx")).SharePage })),
  styles: coming(async () => ({ default: (await import("./styles-page.tsx")).StylesPage })),
  user: coming(async () => ({ default: (await import("./user-page.tsx")).UserPage })),
  "new-ping": coming(async () => ({ default: (await import("./new-ping-page.tsx")).NewPingPage })),
  "new-room": coming(async () => ({ default: (await import("./new-room-page.tsx")).NewRoomPage })),
  "room-settings": coming(async () => ({
    default: (await import("./room-settings-page.tsx")).RoomSettingsPage,
  })),
};

export function pageFor(route: Route): ComponentType<PageProps> | undefined {
  return PAGES[route.name] as ComponentType<PageProps> | undefined;
}
