import { EventSource } from "eventsource";
import PocketBase from "pocketbase";
import { Api } from "../e2e/api.ts";
import { CampfireServer } from "../e2e/server.ts";
import type { Message, User } from "../src/lib/wire.ts";

// As the SDK says: Node has no EventSource, and realtime needs one.
Object.assign(globalThis, { EventSource });

const PASSWORD = "correct horse";
export const ADA = { name: "Ada", email: "ada@example.com", password: PASSWORD };
const BO = { name: "Bo", email: "bo@example.com", password: PASSWORD };

/** A server of its own with what the examples name: Ada is the administrator, Bo a member, Robby a bot. */
export class Camp {
  readonly server: CampfireServer;
  /** What an example finds in its environment. */
  readonly variables: Record<string, string>;

  private constructor(server: CampfireServer, variables: Record<string, string>) {
    this.server = server;
    this.variables = variables;
  }

  static async begin(): Promise<Camp> {
    const server = await CampfireServer.begin();
    try {
      return new Camp(server, await furnish(server.url));
    } catch (failed) {
      await server.dispose();
      throw failed;
    }
  }

  get url(): string {
    return this.server.url;
  }

  get(name: string): string {
    const value = this.variables[name];
    if (value === undefined) throw new Error(`There is no $${name}.`);
    return value;
  }

  /** A client of the SDK, with the token or the key of a variable. */
  client(variable?: string): PocketBase {
    const client = new PocketBase(this.url);
    client.autoCancellation(false);
    if (variable) client.authStore.save(this.get(variable));
    return client;
  }

  end(): Promise<void> {
    return this.server.dispose();
  }
}

interface Made {
  user: User & { keys: { id: string }[] };
  key: string;
}

interface SignedIn {
  token: string;
  user: User;
}

async function furnish(url: string): Promise<Record<string, string>> {
  const guest = new Api(url);
  const ada = await guest.call<SignedIn>("POST", "/api/chat/setup", ADA);
  const api = new Api(url, ada.token);
  const boot = await api.bootstrap();
  const join = boot.account.join_code;
  const bo = await guest.call<SignedIn>("POST", `/api/chat/join/${join}`, BO);
  const robby = await api.call<Made>("POST", "/api/chat/bots", { name: "Robby" });
  const room = await api.firstRoom();
  const closed = await api.call<{ id: string }>("POST", "/api/collections/rooms/records", {
    kind: "closed",
    name: "Designers",
    members: [robby.user.id],
  });
  const hook = await api.call<{ key: string }>("POST", `/api/chat/bots/${robby.user.id}/keys`, {
    name: "deploys",
    scopes: ["write"],
    rooms: [room],
  });
  const message: Message = await api.send(room, "The build is green.");
  const mine: Message = await new Api(url, robby.key).send(room, "Robby was here.");
  const boost = { message: mine.id, content: "👏" };
  const clap = await api.call<{ id: string }>("POST", "/api/collections/boosts/records", boost);
  const member = async (user: string, where: string) => {
    const filter = encodeURIComponent(`user = "${user}" && room = "${where}"`);
    const path = `/api/collections/memberships/records?filter=${filter}`;
    const { items } = await api.call<{ items: { id: string }[] }>("GET", path);
    return items[0]?.id ?? "";
  };
  return {
    CAMPFIRE: url,
    ...{ EMAIL: BO.email, PASSWORD, JOIN_CODE: join, EPOCH: boot.epoch },
    ...{ TOKEN: ada.token, ADA: ada.user.id, BO_TOKEN: bo.token, BO: bo.user.id },
    ...{ KEY: robby.key, BOT: robby.user.id, KEY_ID: robby.user.keys[0]?.id ?? "", HOOK_KEY: hook.key },
    ...{ ROOM: room, CLOSED_ROOM: closed.id, MESSAGE: message.id, BOT_MESSAGE: mine.id },
    ...{ BOOST: clap.id, MEMBERSHIP: await member(ada.user.id, room) },
    ...{ BOT_MEMBERSHIP: await member(robby.user.id, closed.id) },
  };
}
