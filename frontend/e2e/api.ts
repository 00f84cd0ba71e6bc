import { randomUUID } from "node:crypto";
import type { Bootstrap, Message, MessagePage, Room } from "../src/lib/wire.ts";

export interface Registration {
  name: string;
  email: string;
  password: string;
}

/** What a script does: plain HTTP, with a token or a bot's key. */
export class Api {
  readonly #url: string;
  readonly #authorization: string;

  constructor(url: string, authorization = "") {
    this.#url = url;
    this.#authorization = authorization;
  }

  static async firstRun(url: string, who: Registration): Promise<Api> {
    const { token } = await new Api(url).call<{ token: string }>("POST", "/api/chat/setup", who);
    return new Api(url, token);
  }

  static async signIn(url: string, { email, password }: Registration): Promise<Api> {
    const body = { identity: email, password };
    const { token } = await new Api(url).call<{ token: string }>("POST", "/api/chat/session", body);
    return new Api(url, token);
  }

  /** Signs somebody up through the join link. */
  async invite(who: Registration): Promise<Api> {
    const { account } = await this.bootstrap();
    const path = `/api/chat/join/${account.join_code}`;
    const { token } = await new Api(this.#url).call<{ token: string }>("POST", path, who);
    return new Api(this.#url, token);
  }

  async bot(name: string, webhook_url = ""): Promise<Api> {
    const { key } = await this.call<{ key: string }>("POST", "/api/chat/bots", { name, webhook_url });
    return new Api(this.#url, key);
  }

  /** The same caller, at the server's other address. */
  at(url: string): Api {
    return new Api(url, this.#authorization);
  }

  bootstrap(): Promise<Bootstrap> {
    return this.call("GET", "/api/chat/bootstrap");
  }

  async firstRoom(): Promise<string> {
    const { rooms } = await this.bootstrap();
    return rooms.filter((room) => room.kind === "open")[0]?.id ?? "";
  }

  createRoom(name: string): Promise<Room> {
    return this.call("POST", "/api/collections/rooms/records", { kind: "open", name });
  }

  startPing(member: string): Promise<Room> {
    return this.call("POST", "/api/collections/rooms/records", { kind: "direct", members: [member] });
  }

  send(room: string, body: string): Promise<Message> {
    const record = { room, body, client_message_id: randomUUID() };
    return this.call("POST", "/api/collections/messages/records", record);
  }

  edit(message: string, body: string): Promise<Message> {
    return this.call("PATCH", `/api/collections/messages/records/${message}`, { body });
  }

  async boost(message: string, content: string): Promise<void> {
    await this.call("POST", "/api/collections/boosts/records", { message, content });
  }

  /** Every message of a room, oldest first: what each page must show. */
  async everything(room: string): Promise<Message[]> {
    const all: Message[] = [];
    for (let more = true, after = 0; more; ) {
      const path = `/api/chat/rooms/${room}/messages?after=${after}&limit=100`;
      const page = await this.call<MessagePage>("GET", path);
      all.push(...page.messages);
      after = all.at(-1)?.rseq ?? 0;
      more = page.has_after;
    }
    return all;
  }

  async call<T>(method: string, path: string, body?: object): Promise<T> {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (this.#authorization) headers.Authorization = this.#authorization;
    const answer = await fetch(this.#url + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}
