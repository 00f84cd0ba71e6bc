import { beforeEach, describe, expect, it, vi } from "vitest";
import { backoff } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { FakeSocket } from "./fake-socket.ts";
import { type ConnectionState, Realtime } from "./realtime.ts";

let sockets: FakeSocket[];
let states: ConnectionState[];
const refused = vi.fn();
const clock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

function realtime(random = () => 0.5): Realtime {
  return new Realtime({
    connect: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    greeting: () => ({ type: "resume" }),
    onFrame: () => {},
    onState: (state) => states.push(state),
    onRefused: refused,
    clock,
    random,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  sockets = [];
  states = [];
});

describe("Realtime", () => {
  it("speaks only after hello", () => {
    const line = realtime();
    line.start();
    expect(line.send({ type: "here", room: null, visible: true })).toBe(false);
    sockets[0]?.hello();
    expect(line.send({ type: "here", room: null, visible: true })).toBe(true);
    expect(sockets[0]?.types()).toEqual(["resume", "here"]);
    expect(states).toEqual(["connecting", "open"]);
  });

  it("comes back after a loss, and asks about the session only when it was refused", () => {
    realtime().start();
    sockets[0]?.hello();
    sockets[0]?.die();
    expect(refused).not.toHaveBeenCalled();
    vi.advanceTimersByTime(300);
    expect(sockets).toHaveLength(2);
    sockets[1]?.die();
    expect(refused).toHaveBeenCalledTimes(1);
  });

  it("takes 35 seconds of silence for a dead line", () => {
    realtime().start();
    sockets[0]?.hello();
    vi.advanceTimersByTime(34_000);
    sockets[0]?.say({ type: "advance", seq: 1 });
    vi.advanceTimersByTime(34_000);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(2_000);
    expect(sockets).toHaveLength(2);
    expect(sockets[0]?.readyState).toBe(3);
  });

  it("does not sit out the wait when nudged", () => {
    const line = realtime(() => 1);
    line.start();
    sockets[0]?.die();
    line.nudge();
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(20_000);
    expect(sockets.length).toBeLessThanOrEqual(4);
  });

  it("drops a line that died while the machine slept", () => {
    const line = realtime();
    line.start();
    sockets[0]?.hello();
    line.nudge();
    expect(sockets).toHaveLength(1);
    vi.setSystemTime(Date.now() + 60_000);
    line.nudge();
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(2);
  });

  it("ignores what is no frame", () => {
    realtime().start();
    for (const data of ["{", "7", "null", '{"kind":1}']) {
      sockets[0]?.onmessage?.call(new EventTarget() as WebSocket, new MessageEvent("message", { data }));
    }
    expect(states).toEqual(["connecting"]);
  });

  it("stays away once stopped", () => {
    const line = realtime();
    line.start();
    sockets[0]?.hello();
    line.stop();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });
});

describe("backoff", () => {
  it("doubles, is capped at ten seconds, and spreads over the whole time", () => {
    expect([0, 1, 2].map((attempt) => backoff(attempt, () => 1))).toEqual([500, 1_000, 2_000]);
    expect(backoff(30, () => 1)).toBe(10_000);
    expect(backoff(5, () => 0)).toBe(0);
  });
});
