import type { CompletionSource } from "../../components/editor-types.ts";
import type { Flags, Id, Message, User } from "../../lib/wire.ts";
import type { MessageActions } from "../../models/message-actions.ts";

/** What every row of a list works with. One object, new only when something in it is. */
export interface MessageTools {
  users: ReadonlyMap<Id, User>;
  me: Id;
  flags: Flags;
  actions: MessageActions;
  onEdit: (message: Id | null) => void;
  onUnread: (message: Message) => void;
  /** What half a word may become while one edits. */
  sources: readonly CompletionSource[];
  onReply?: (message: Message) => void;
}
