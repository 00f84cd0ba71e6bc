import type { Catalogue } from "../language/index.ts";
import { markUnread } from "../lib/api/messages.ts";
import type { Caller, Server } from "../lib/pocketbase.ts";
import type { Message, User } from "../lib/wire.ts";
import type { Chat } from "./chat.ts";
import type { Flash } from "./flash.ts";

export type QuickBoost = keyof Catalogue["messages"]["boosts"]["quick"];

export const QUICK_BOOSTS: readonly QuickBoost[] = ["👍", "👏", "👋", "💪", "❤️", "😂", "🎉", "🔥"];

/** The author, or an administrator who is in the room. */
export function mayEdit(message: Message, user: User | undefined): boolean {
  return message.author === user?.id || user?.role === "administrator";
}

type ActionServer = Caller & Pick<Server, "updateMessage" | "deleteMessage" | "createBoost" | "deleteBoost">;

/** What a person can do to a message. The answer is merged at once; the event that follows says nothing new. */
export class MessageActions {
  readonly #chat: Chat;
  readonly #server: ActionServer;
  readonly #flash: Flash;

  constructor(chat: Chat, server: ActionServer, flash: Flash) {
    this.#chat = chat;
    this.#server = server;
    this.#flash = flash;
  }

  /** True when it is saved; otherwise the text stays in the editor. */
  async edit(message: Message, body: string): Promise<boolean> {
    return this.#attempt(async () => {
      this.#chat.received(await this.#server.updateMessage(message.id, body));
    });
  }

  async delete(message: Message): Promise<boolean> {
    return this.#attempt(async () => {
      await this.#server.deleteMessage(message.id);
      this.#chat.histories.get(message.room)?.timeline.delete({ ...message, deleted: true });
    });
  }

  async boost(message: Message, content: string): Promise<boolean> {
    return this.#attempt(async () => {
      const boost = await this.#server.createBoost(message.id, content);
      this.#chat.histories.get(message.room)?.timeline.boost(boost);
    });
  }

  async unboost(message: Message, boost: string): Promise<boolean> {
    return this.#attempt(async () => {
      await this.#server.deleteBoost(boost);
      this.#chat.histories.get(message.room)?.timeline.unboost({ id: boost, message: message.id });
    });
  }

  async markUnread(message: Message): Promise<boolean> {
    return this.#attempt(async () => {
      // A marker on its way forward would undo it.
      this.#chat.reads.forget(message.room);
      this.#chat.rooms.readUpdated(await markUnread(this.#server, message.room, message.rseq));
    });
  }

  /** For what is not ours and may be refused: the clipboard, the share sheet. */
  async attempt(act: () => Promise<unknown>): Promise<boolean> {
    return this.#attempt(async () => {
      await act();
    });
  }

  async #attempt(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      this.#flash.failed(error);
      return false;
    }
  }
}
