import PocketBase, { BaseAuthStore, type RecordService } from "pocketbase";
import { spoken } from "../language/index.ts";
import { LastSeen } from "./last-seen.ts";
import { noteWait, ServerError, serverError } from "./server-error.ts";
import { browserShelf } from "./storage.ts";
import type {
  AuthMethods,
  Boost,
  Bootstrap,
  Message,
  MessagePage,
  PageCursor,
  PublicAccount,
  Setup,
  User,
} from "./wire.ts";

export interface Registration {
  name: string;
  email: string;
  password: string;
}

export interface SignedIn {
  user: User;
}

/** What the files of lib/api need of the server: they hold the typed calls of one noun each. */
export type Caller = Pick<Server, "call" | "records" | "answer">;

/**
 * The HTTP calls of signing in and talking, typed; lib/api has the rest. The session is an HttpOnly cookie: the
 * client keeps no token, so its auth store is the one in memory and stays empty.
 */
export class Server {
  readonly #pocketbase: PocketBase;
  readonly #lastSeen: LastSeen;

  constructor(baseURL = "/", lastSeen = new LastSeen(browserShelf("campfire-last-seen"))) {
    this.#lastSeen = lastSeen;
    this.#pocketbase = new PocketBase(baseURL, new BaseAuthStore());
    this.#pocketbase.autoCancellation(false);
    this.#pocketbase.afterSend = noteWait;
    // What is spoken here, not what the library takes everybody's language for: letters are written in it.
    this.#pocketbase.beforeSend = (url, options) => ({
      url,
      options: { ...options, headers: { ...options.headers, "Accept-Language": spoken() } },
    });
  }

  setup(): Promise<Setup> {
    return this.call("GET", "/api/chat/setup");
  }

  firstRun(registration: Registration): Promise<SignedIn> {
    return this.call("POST", "/api/chat/setup", registration);
  }

  async signOut(): Promise<void> {
    // Before, because the page learns of the end by its socket too and may be gone by the answer; after, for what came meanwhile.
    await this.#lastSeen.forget().catch(() => {});
    await this.call("DELETE", "/api/chat/session");
    await this.#lastSeen.forget().catch(() => {});
  }

  /** Throws with status 401 once the session is over. */
  async checkSession(): Promise<void> {
    await this.call("GET", "/api/chat/sessions");
  }

  invitation(code: string): Promise<{ account: PublicAccount; auth_methods: AuthMethods }> {
    return this.call("GET", `/api/chat/join/${encodeURIComponent(code)}`);
  }

  join(code: string, registration: Registration): Promise<SignedIn> {
    return this.call("POST", `/api/chat/join/${encodeURIComponent(code)}`, registration);
  }

  /** What was seen last, if the server is out of reach. */
  async bootstrap(): Promise<Bootstrap> {
    try {
      const start = await this.call<Bootstrap>("GET", "/api/chat/bootstrap");
      void this.#lastSeen.keepStart(start).catch(() => {});
      return start;
    } catch (error) {
      if (error instanceof ServerError && error.status === 401) await this.#lastSeen.forget().catch(() => {});
      return orLastSeen(error, () => this.#lastSeen.start());
    }
  }

  /** The newest page as it was seen last, if the server is out of reach; others only it has. */
  async messages(room: string, cursor: PageCursor, limit: number): Promise<MessagePage> {
    const newest = "newest" in cursor;
    const query = new URLSearchParams({ ...numbersToText(newest ? {} : cursor), limit: String(limit) });
    try {
      const page = await this.call<MessagePage>("GET", `/api/chat/rooms/${room}/messages?${query}`);
      if (newest) void this.#lastSeen.keepPage(room, page).catch(() => {});
      return page;
    } catch (error) {
      if (!newest) throw error;
      return orLastSeen(error, () => this.#lastSeen.page(room));
    }
  }

  updateMessage(id: string, body: string): Promise<Message> {
    return this.answer(this.#pocketbase.collection("messages").update<Message>(id, { body }));
  }

  async deleteMessage(id: string): Promise<void> {
    await this.answer(this.#pocketbase.collection("messages").delete(id));
  }

  createBoost(message: string, content: string): Promise<Boost> {
    return this.answer(this.#pocketbase.collection("boosts").create<Boost>({ message, content }));
  }

  async deleteBoost(id: string): Promise<void> {
    await this.answer(this.#pocketbase.collection("boosts").delete(id));
  }

  call<T>(method: string, path: string, body?: object): Promise<T> {
    return this.answer(this.#pocketbase.send<T>(path, { method, body }));
  }

  records<T>(collection: string): RecordService<T> {
    return this.#pocketbase.collection<T>(collection);
  }

  async answer<T>(response: Promise<T>): Promise<T> {
    try {
      return await response;
    } catch (error) {
      throw serverError(error);
    }
  }
}

function numbersToText(values: object): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

/** A browser that keeps nothing has nothing to show, and is asked only when the server cannot be. */
async function orLastSeen<T>(error: unknown, kept: () => Promise<T | undefined>): Promise<T> {
  const away = error instanceof ServerError && error.unreachable;
  const found = away ? await kept().catch(() => undefined) : undefined;
  if (found === undefined) throw error;
  return found;
}
