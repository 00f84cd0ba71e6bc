import { describe, expect, it } from "vitest";
import { ServerError } from "../lib/server-error.ts";
import { authMethods, bootstrap, settled } from "./cast.ts";
import { Session } from "./session.ts";

const stranger = async () => {
  throw new ServerError(401, "unauthorized", "Sign in.");
};
const setup = (needed: boolean) => async () => ({
  needed,
  account: null,
  auth_methods: authMethods(),
  version: "1",
});

describe("Session", () => {
  it("tells a first run, a guest, a member and a dead server apart", async () => {
    const away = async () => {
      throw new ServerError(0, "unreachable", "Away.");
    };
    const cases = [
      [{ bootstrap: stranger, setup: setup(true) }, "setup"],
      [{ bootstrap: stranger, setup: setup(false) }, "guest"],
      [{ bootstrap: async () => bootstrap(), setup: setup(false) }, "member"],
      [{ bootstrap: away, setup: away }, "unreachable"],
    ] as const;
    for (const [server, status] of cases) {
      const session = new Session(server);
      await session.load();
      expect(session.getSnapshot().status).toBe(status);
    }
  });

  it("remembers where a guest wanted to go, but not where one left from", async () => {
    const session = new Session({ bootstrap: async () => bootstrap(), setup: setup(false) });
    session.want("/rooms/a");
    expect(session.takeWanted()).toBe("/rooms/a");
    await session.load();
    await session.leave(async () => {});
    await settled();
    session.want("/rooms/b");
    expect(session.takeWanted()).toBe("/");
  });

  it("goes back to the door when the session ends", async () => {
    const session = new Session({ bootstrap: async () => bootstrap(), setup: setup(false) });
    await session.load();
    session.ended();
    await settled();
    expect(session.getSnapshot()).toMatchObject({ status: "guest", ended: true });
  });

  it("knows who left by themselves, also when the line says so first", async () => {
    const session = new Session({ bootstrap: async () => bootstrap(), setup: setup(false) });
    await session.load();
    await session.leave(async () => {
      session.ended();
      await settled();
      session.want("/users/me/profile");
    });
    expect(session.getSnapshot()).toMatchObject({ status: "guest", ended: false });
    expect(session.takeWanted()).toBe("/");
  });

  it("goes on for somebody who could not leave", async () => {
    const session = new Session({ bootstrap: async () => bootstrap(), setup: setup(false) });
    await session.load();
    await expect(session.leave(() => Promise.reject(new Error("no answer")))).rejects.toThrow();
    session.ended();
    await settled();
    expect(session.getSnapshot()).toMatchObject({ status: "guest", ended: true });
  });

  it("explains nothing to somebody who left by themselves, or who comes anew", async () => {
    const session = new Session({ bootstrap: async () => bootstrap(), setup: setup(false) });
    await session.load();
    await session.leave(async () => {});
    await settled();
    expect(session.getSnapshot()).toMatchObject({ status: "guest", ended: false });
    const anew = new Session({ bootstrap: stranger, setup: setup(false) });
    await anew.load();
    expect(anew.getSnapshot()).toMatchObject({ status: "guest", ended: false });
  });
});
