import type { Server } from "../lib/pocketbase.ts";
import { textToHTML } from "../lib/text.ts";
import type { Message, User } from "../lib/wire.ts";
import type { Chat } from "./chat.ts";
import type { Flash } from "./flash.ts";

export const QUICK_BOOSTS: readonly (readonly [content: string, name: string])[] = [
  ["👍", "Thumbs up"],
  ["👏", "Clapping"],
  ["👋", "Waving hand"],
  ["💪", "Muscle"],
  ["❤️", "Red heart"],
  ["😂", "Face with tears of joy"],
  ["🎉", "Party popper"],
  ["🔥", "Fire"],
];

/** The author, or an administrator who is in the room. */
export function mayEdit(message: Message, user: User | undefined): boolean {
  return message.author === user?.id || user?.role === "administrator";
}

/** What a person can do to a message. The answer is merged at once; the event that follows says nothing new. */
export class MessageActions {
  readonly #chat: Chat;
  readonly #server: Pick<Server, "updateMessage" | "deleteMessage" | "createBoost" | "deleteBoost">;
  readonly #flash: Flash;

  constructor(
    chat: Chat,
    server: Pick<Server, "updateMessage" | "deleteMessage" | "createBoost" | "deleteBoost">,
    flash: Flash,
  ) {
    this.#chat = chat;
    this.#server = server;
    this.#flash = flash;
  }

  /** True when it is saved; otherwise the text stays in the editor. */
  async edit(message: Message, text: string): Promise<boolean> {
    return this.#attempt(async () => {
      this.#chat.received(await this.#server.updateMessage(message.id, textToHTML(text)));
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
