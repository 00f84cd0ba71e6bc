import type { Clock } from "../lib/clock.ts";
import { ALL_OFF } from "../lib/flags.ts";
import type {
  AuthMethods,
  Bootstrap,
  DeletedMessage,
  JoinedRoom,
  Message,
  MessagePage,
  User,
} from "../lib/wire.ts";

// Who and what the tests talk about. Imported by tests only.

const AT = "2026-11-23 21:09:45.123Z";

export function user(id: string, name = id, role: User["role"] = "member"): User {
  return { id, name, bio: "", role, status: "active", created: AT, updated: AT };
}

export function message(rseq: number, change: Partial<Message> = {}): Message {
  const body = change.body ?? `message ${rseq}`;
  return {
    id: `m${rseq}`,
    room: "watercooler",
    author: "jason",
    client_message_id: `cid-${rseq}`,
    body,
    body_text: body,
    kind: "text",
    sound: "",
    seq: rseq,
    rseq,
    version: 1,
    edited: false,
    mentions: [],
    boosts: [],
    created: AT,
    updated: AT,
    ...change,
  };
}

export function deletion(of: Message): DeletedMessage {
  const { id, room, author, client_message_id, rseq, version } = of;
  return { id, room, author, client_message_id, rseq, version: version + 1, deleted: true };
}

export function page(messages: Message[], change: Partial<MessagePage> = {}): MessagePage {
  return { messages, has_before: false, has_after: false, ...change };
}

export function room(id: string, change: Partial<JoinedRoom> = {}): JoinedRoom {
  return {
    id,
    kind: "open",
    name: id,
    creator: "david",
    head_rseq: 0,
    last_message_at: "",
    created: AT,
    updated: AT,
    involvement: "mentions",
    read_rseq: 0,
    unread: 0,
    mentions: 0,
    ...change,
  };
}

/** A server without mail and providers, but for what is changed. */
export function authMethods(change: Partial<AuthMethods> = {}): AuthMethods {
  return { password: true, oauth2: [], otp: false, reset: false, join: "link", ...change };
}

export function bootstrap(change: Partial<Bootstrap> = {}): Bootstrap {
  const david = user("david", "David", "administrator");
  return {
    epoch: "e1",
    seq: 100,
    me: { ...david, session: "s1", email: "david@example.com" },
    account: {
      id: "account",
      name: "Campfire",
      join_code: "abcd-efgh-ijkl",
      join_policy: "link",
      join_domains: "",
      restrict_room_creation: false,
      mail_notices: false,
      mail_text: false,
      mail_after: 15,
      custom_styles: "",
      help_contact: null,
    },
    flags: ALL_OFF,
    users: [david, user("jason", "Jason"), user("kevin", "Kevin")],
    rooms: [room("watercooler")],
    ...change,
  };
}

/** A clock that only moves when told to. */
export class TestClock implements Clock {
  #now = 1_000_000;
  #tasks = new Set<{ at: number; task: () => void }>();

  now(): number {
    return this.#now;
  }

  /** Somebody sets the clock. Timers do not mind. */
  set(ms: number): void {
    this.#now += ms;
    for (const entry of this.#tasks) entry.at += ms;
  }

  after(ms: number, task: () => void): () => void {
    const entry = { at: this.#now + ms, task };
    this.#tasks.add(entry);
    return () => this.#tasks.delete(entry);
  }

  async pass(ms: number): Promise<void> {
    await settled();
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#tasks].filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#tasks.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.task();
      await settled();
    }
    this.#now = end;
    await settled();
  }
}

/** Lets promises that are ready run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
