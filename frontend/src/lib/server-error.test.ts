import { createServer } from "node:http";
import { afterEach, expect, it, vi } from "vitest";
import { speak } from "../language/index.ts";
import { signInByPassword } from "./api/sign-in.ts";
import { LastSeen } from "./last-seen.ts";
import { Server } from "./pocketbase.ts";
import { ServerError } from "./server-error.ts";
import { memoryShelf } from "./storage.ts";

let close = () => {};
afterEach(() => close());

async function refusing(status: number, body: object, headers = {}, seen?: LastSeen): Promise<Server> {
  const http = createServer((_, response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => http.listen(0, "127.0.0.1", listening));
  close = () => http.close();
  const bound = http.address();
  if (!bound || typeof bound !== "object") throw new Error("no port");
  return new Server(`http://127.0.0.1:${bound.port}`, seen);
}

async function refusal(server: Server): Promise<ServerError> {
  const error = await signInByPassword(server, "ada@example.com", "x").catch((reason: unknown) => reason);
  if (!(error instanceof ServerError)) throw new Error("not refused");
  return error;
}

it("knows how long to wait, which only a header says", async () => {
  const body = { status: 429, code: "rate_limited", message: "Slow down.", data: {} };
  const error = await refusal(await refusing(429, body, { "Retry-After": "90" }));
  expect([error.code, error.message, error.retryAfter]).toEqual(["rate_limited", "Slow down.", 90]);
});

it("knows the field at fault", async () => {
  const data = { code: { code: "invalid" }, email: { code: "invalid", message: "Taken." } };
  const error = await refusal(await refusing(400, { status: 400, code: "invalid", message: "Taken.", data }));
  expect([error.field, error.retryAfter]).toEqual(["email", 0]);
});

it("hands on what a first proof was good for, which is no field", async () => {
  const data = { code: "mfa_required", mfa_id: "m1" };
  const body = { status: 401, code: "mfa_required", message: "A second proof is needed.", data };
  const error = await refusal(await refusing(401, body));
  expect([error.code, error.mfa, error.field]).toEqual(["mfa_required", "m1", ""]);
});

it("is the server's also in a browser that keeps nothing", async () => {
  const list = vi.fn().mockRejectedValue(new DOMException("Denied", "SecurityError"));
  const seen = new LastSeen({ ...memoryShelf(), list });
  const server = await refusing(403, { status: 403, code: "forbidden", message: "No.", data: {} }, {}, seen);
  // A run in which a rejection is nobody's fails.
  await expect(server.bootstrap()).rejects.toMatchObject({ code: "forbidden" });
  expect(list).not.toHaveBeenCalled();
});

it("says that nobody answered", async () => {
  const server = await refusing(200, {});
  close();
  expect((await refusal(server)).unreachable).toBe(true);
});

it("understands a proxy that answers for the server", async () => {
  const answer = async (status: number) => {
    const { code, message } = await refusal(await refusing(status, []));
    close();
    return [code, message];
  };
  expect(await answer(413)).toEqual(["too_large", "That is too large to be sent."]);
  expect(await answer(429)).toEqual(["rate_limited", "Too fast. Wait a moment, then try again."]);
  expect((await answer(502))[1]).toContain("can't be reached");
  expect((await answer(500))[1]).toContain("didn't work");
});

it("says the server's sentence, in German its own, and PocketBase's own errors never", async () => {
  const answer = async (status: number, body: object) => {
    const { message } = await refusal(await refusing(status, body));
    close();
    return message;
  };
  const name = { name: { code: "invalid", message: "Name the room." } };
  const refusals: [number, object][] = [
    [500, { status: 500, message: "Something went wrong while processing your request.", data: {} }],
    [400, { status: 400, code: "invalid", message: "Name the room.", data: name }],
    [503, { status: 503, code: "storage", message: "The server can store nothing.", data: {} }],
    [400, { status: 400, code: "of next year", message: "You are too early.", data: {} }],
  ];
  const all = async () => {
    const said: string[] = [];
    for (const [status, body] of refusals) said.push(await answer(status, body));
    return said;
  };
  const failed = "That didn't work. Try again.";
  expect(await all()).toEqual([
    failed,
    "Name the room.",
    "The server can store nothing.",
    "You are too early.",
  ]);
  vi.stubGlobal("navigator", { languages: ["de"] });
  await speak("de");
  const misslungen = "Das hat nicht geklappt. Versuch es noch einmal.";
  expect(await all()).toEqual([
    misslungen,
    "Dieser Name geht nicht.",
    "Der Server kann gerade nichts speichern. Versuch es später noch einmal.",
    misslungen,
  ]);
  await speak("en");
});
