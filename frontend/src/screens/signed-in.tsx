import { useEffect, useState } from "react";
import { searchMessages } from "../lib/api/search.ts";
import { watchBrowser } from "../lib/browser-events.ts";
import { browserClaim } from "../lib/claim.ts";
import { systemClock } from "../lib/clock.ts";
import { wear } from "../lib/custom-styles.ts";
import { isOutdated } from "../lib/own-build.ts";
import type { Server } from "../lib/pocketbase.ts";
import { forgetPushes, startWorker } from "../lib/push.ts";
import { router } from "../lib/router.ts";
import { browserShelf } from "../lib/storage.ts";
import type { Bootstrap } from "../lib/wire.ts";
import { Chat } from "../models/chat.ts";
import type { Desk } from "../models/desk.ts";
import { Flash } from "../models/flash.ts";
import { MessageActions } from "../models/message-actions.ts";
import { NewDevices } from "../models/new-devices.ts";
import { Notifications } from "../models/notifications.ts";
import { PushConsent } from "../models/push-consent.ts";
import { QuietHours } from "../models/quiet-hours.ts";
import { RecentSearches } from "../models/recent-searches.ts";
import { MessageSearch } from "../models/search.ts";
import type { Session } from "../models/session.ts";
import { SoundPlayer } from "../models/sound-player.ts";
import { Wishes } from "../models/wishes.ts";
import type { Route } from "../routes.ts";
import { browserTabs } from "./browser-tabs.ts";
import { closeWhenRead } from "./close-when-read.ts";
import { MemberScreen } from "./member-screen.tsx";
import { WaitingScreen } from "./waiting-screen.tsx";

interface SignedInProps {
  server: Server;
  session: Session;
  bootstrap: Bootstrap;
  route: Route;
}

/** Sets up one person's desk, and clears it when they leave. */
export function SignedIn({ server, session, bootstrap, route }: SignedInProps) {
  const [desk, setDesk] = useState<Desk | null>(null);

  useEffect(() => {
    const player = new SoundPlayer({ claim: browserClaim(), clock: systemClock });
    const { tabs, outboxChannel, close } = browserTabs(bootstrap.me.id, server);
    const notifications = new Notifications(server, bootstrap.me.id);
    const devices = new NewDevices(server);
    const chat = new Chat({
      server,
      bootstrap,
      shelf: browserShelf("campfire"),
      tabs,
      outboxChannel,
      onSessionEnded: session.ended,
      isOutdated,
      onNews: (message, at) => void player.heard(message, at),
      onEvent: (event) => {
        notifications.heard(event);
        devices.heard(event);
      },
      onAdopt: (snapshot) => {
        notifications.adopt(snapshot.notifications);
        devices.adopt(snapshot.devices);
      },
    });
    const flash = new Flash();
    const actions = new MessageActions(chat, server, flash);
    const logOut = async () => {
      await forgetPushes().catch(() => {});
      await session.leave(() => server.signOut());
    };
    const consent = new PushConsent(server);
    const quiet = new QuietHours(server);
    quiet.load().catch(() => {}); // without it there is no moon
    const search = new MessageSearch((text, cursor, limit) => searchMessages(server, text, cursor, limit));
    const recents = new RecentSearches(server);
    const unlisten = chat.histories.listen((message) => search.heard(message));
    setDesk({
      chat,
      server,
      actions,
      flash,
      wishes: new Wishes(server),
      consent,
      quiet,
      search,
      recents,
      notifications,
      devices,
      logOut,
    });
    startWorker((path) => router.go(path));
    if (chat.flags.getSnapshot().push_notifications) consent.look().catch(() => {}); // the next page load looks again
    const unclose = closeWhenRead(chat.rooms);
    const dress = () => wear(chat.account.getSnapshot().custom_styles);
    const undress = chat.account.subscribe(dress);
    dress();
    chat.start();
    const unwatch = watchBrowser({
      visible: (visible) => visible && chat.nudge(),
      online: () => chat.nudge(),
      offline: () => chat.renew(),
      leaving: () => chat.outbox.shelf.getSnapshot() || chat.composing.fleeting,
      away: () => chat.away(),
      back: () => chat.back(),
    });
    return () => {
      unwatch();
      undress();
      unlisten();
      unclose();
      quiet.stop();
      search.stop();
      notifications.stop();
      chat.stop();
      close();
    };
  }, [server, session, bootstrap]);

  return desk ? <MemberScreen desk={desk} route={route} /> : <WaitingScreen />;
}
