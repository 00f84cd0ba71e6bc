import { type ReadEvents, readEvents } from "../lib/api/events.ts";
import { systemClock } from "../lib/clock.ts";
import type { Server } from "../lib/pocketbase.ts";
import { broadcast, type RelayMessage } from "../lib/relay.ts";
import { socketURL } from "../lib/socket-url.ts";
import { StreamSocket } from "../lib/stream-socket.ts";
import type { Id } from "../lib/wire.ts";
import type { OutboxChange, OutboxChannel } from "../models/outbox-shelf.ts";
import { Tabs } from "../models/tabs.ts";

export interface BrowserTabs {
  tabs: Tabs;
  outboxChannel: OutboxChannel | undefined;
  close: () => void;
}

/** One line for all tabs of one person in this browser, where the browser can say who leads. */
export function browserTabs(user: Id, server: Server): BrowserTabs {
  const read: ReadEvents = (epoch, since) => readEvents(server, epoch, since);
  // Web Locks need a secure page: over plain http every tab has a line of its own.
  const able = "locks" in navigator && typeof BroadcastChannel !== "undefined";
  const relay = able ? broadcast<RelayMessage>(`campfire/line/${user}`) : null;
  const outbox = able ? broadcast<OutboxChange>(`campfire/outbox/${user}`) : null;
  const tabs = new Tabs({
    shared: relay && { locks: navigator.locks, channel: relay, name: `campfire/line/${user}` },
    connect: () => new WebSocket(socketURL(window.location.origin)),
    connectAround: () => new StreamSocket({ server, read }),
    read,
    isVisible: () => document.visibilityState === "visible",
    clock: systemClock,
  });
  return {
    tabs,
    outboxChannel: outbox ?? undefined,
    close: () => {
      relay?.close();
      outbox?.close();
    },
  };
}
