import { expect, it, vi } from "vitest";
import type { NewDevice } from "../lib/api/sessions.ts";
import type { EventFrame } from "../lib/frames.ts";
import type { Caller } from "../lib/pocketbase.ts";
import { NewDevices } from "./new-devices.ts";

const chrome: NewDevice = { id: "d1", browser: "Chrome", platform: "Windows", ip: "192.0.2.7", created: "" };
const safari: NewDevice = { ...chrome, id: "d2", browser: "Safari", platform: "iPhone" };
const updated: EventFrame = {
  type: "event",
  seq: 9,
  kind: "devices.updated",
  data: { user: "david" },
  at: "",
};

function setUp(answer: () => Promise<unknown>) {
  const call = vi.fn((_method: string, _path: string) => answer());
  return { call, model: new NewDevices({ call } as unknown as Caller) };
}

it("asks when it hears that something has changed, and only then", async () => {
  const { call, model } = setUp(async () => ({ devices: [chrome] }));
  model.heard({ ...updated, kind: "flags.updated" } as unknown as EventFrame);
  expect(call).not.toHaveBeenCalled();
  model.heard(updated);
  await vi.waitFor(() => expect(model.getSnapshot()).toEqual([chrome]));
  expect(call).toHaveBeenCalledExactlyOnceWith("GET", "/api/chat/devices");
});

it("keeps what it knows when it gets no answer, and takes what a bootstrap says", async () => {
  const { call, model } = setUp(() => Promise.reject(new Error("no line")));
  model.adopt([chrome]);
  model.heard(updated);
  await vi.waitFor(() => expect(call).toHaveBeenCalled());
  expect(model.getSnapshot()).toEqual([chrome]);
  model.adopt([safari]);
  expect(model.getSnapshot()).toEqual([safari]);
  model.adopt();
  expect(model.getSnapshot()).toEqual([]);
});

it("does not take an answer from before a newer one", async () => {
  const answers: ((value: unknown) => void)[] = [];
  const { model } = setUp(() => new Promise((resolve) => answers.push(resolve)));
  model.heard(updated);
  model.heard(updated);
  answers[1]?.({ devices: [] });
  answers[0]?.({ devices: [chrome] });
  await new Promise((done) => setTimeout(done));
  expect(model.getSnapshot()).toEqual([]);
});

it("says of a device what I say, and looks again", async () => {
  const { call, model } = setUp(async () => ({ devices: [] }));
  model.adopt([safari, chrome]);
  await model.confirm("d2");
  expect(call.mock.calls).toEqual([
    ["POST", "/api/chat/devices/d2/confirm"],
    ["GET", "/api/chat/devices"],
  ]);
  await model.refuse("d1");
  expect(call).toHaveBeenCalledWith("DELETE", "/api/chat/devices/d1");
  expect(model.getSnapshot()).toEqual([]);
});
