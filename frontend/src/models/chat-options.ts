import type { Clock } from "../lib/clock.ts";
import type { EventFrame } from "../lib/frames.ts";
import type { Server } from "../lib/pocketbase.ts";
import type { Shelf } from "../lib/storage.ts";
import type { Bootstrap, Message } from "../lib/wire.ts";
import type { LineOptions } from "./line.ts";
import type { OutboxChannel } from "./outbox-shelf.ts";

type OfTheLine = Pick<LineOptions, "tabs" | "random" | "isOutdated" | "onSessionEnded">;

export interface ChatOptions extends OfTheLine {
  server: Pick<Server, "bootstrap" | "messages" | "checkSession">;
  bootstrap: Bootstrap;
  shelf: Shelf;
  /** Where the tabs of this browser keep their unsent messages alike. */
  outboxChannel?: OutboxChannel;
  onNews?: (message: Message, at: string) => void;
  /** For whoever follows the log beside the chat: each event, after the chat took it in, and every new beginning. */
  onEvent?: (event: EventFrame) => void;
  onAdopt?: (bootstrap: Bootstrap) => void;
  clock?: Clock;
}
