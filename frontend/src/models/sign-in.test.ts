import { describe, expect, it, vi } from "vitest";
import { ServerError } from "../lib/server-error.ts";
import { authMethods } from "./cast.ts";
import { SignIn } from "./sign-in.ts";

const more = () => Promise.reject(new ServerError(401, "mfa_required", "One more.", { mfa: "m1" }));

function setUp(change: Partial<ConstructorParameters<typeof SignIn>[0]> = {}) {
  return {
    password: vi.fn(async () => {}),
    requestCode: vi.fn(async () => "o1"),
    code: vi.fn(async () => {}),
    requestReset: vi.fn(async () => {}),
    signedIn: vi.fn(async () => {}),
    ...change,
  };
}

const mail = authMethods({ otp: true, reset: true });

describe("SignIn", () => {
  it("signs in with a password, or with a code that was asked for", async () => {
    const calls = setUp();
    const door = new SignIn(calls, mail);
    expect(door.getSnapshot().step.name).toBe("password");
    await door.password("ada@example.com", "secret");
    expect(calls.password).toHaveBeenCalledWith("ada@example.com", "secret", "");
    expect(calls.signedIn).toHaveBeenCalledTimes(1);

    await door.code("1234");
    expect(calls.code, "nobody asked for a code").not.toHaveBeenCalled();
    await door.requestCode("ada@example.com");
    expect(door.getSnapshot().step).toEqual({ name: "code", otp: "o1" });
    await door.code("12345678");
    expect(calls.code).toHaveBeenCalledWith("o1", "12345678", "");
    expect(calls.signedIn).toHaveBeenCalledTimes(2);
  });

  it("asks for a code at once when the password is not enough, and hands over both proofs", async () => {
    const calls = setUp({ password: vi.fn(more) });
    const door = new SignIn(calls, mail);
    await door.password("ada@example.com", "secret");
    expect(calls.requestCode).toHaveBeenCalledWith("ada@example.com");
    expect(door.getSnapshot()).toEqual({
      step: { name: "code", otp: "o1" },
      email: "ada@example.com",
      mfa: "m1",
      ways: [],
    });
    expect(calls.signedIn).not.toHaveBeenCalled();
    await door.code("12345678");
    expect(calls.code).toHaveBeenCalledWith("o1", "12345678", "m1");
  });

  it("takes a provider for the second proof, but not twice", async () => {
    const oauth2 = [{ name: "oidc", title: "Company", logo: "" }];
    const calls = setUp({ password: vi.fn(more), code: vi.fn(more) });
    const both = new SignIn(calls, { ...mail, oauth2 });
    await both.password("ada@example.com", "secret");
    expect([both.getSnapshot().step.name, both.providers]).toEqual(["code", true]);
    const only = new SignIn(calls, authMethods({ oauth2 }));
    await only.password("ada@example.com", "secret");
    expect(only.getSnapshot()).toMatchObject({ step: { name: "provider" }, mfa: "m1", ways: [] });
    expect(new SignIn(calls, { ...mail, oauth2 }, { mfa: "m1" }).providers).toBe(false);
    expect(new SignIn(calls, mail).providers).toBe(false);
  });

  it("leaves a button for the code when the letter could not be asked for", async () => {
    const requestCode = vi.fn(() => Promise.reject(new ServerError(429, "rate_limited", "Wait.")));
    const door = new SignIn(setUp({ password: vi.fn(more), requestCode }), mail);
    await door.password("ada@example.com", "secret");
    expect(door.getSnapshot()).toMatchObject({ step: { name: "ask-code" }, mfa: "m1" });
  });

  it("asks for the password when the code is not enough", async () => {
    const calls = setUp({ code: vi.fn(more) });
    const door = new SignIn(calls, mail);
    await door.requestCode("ada@example.com");
    await door.code("12345678");
    expect(door.getSnapshot()).toEqual({
      step: { name: "password" },
      email: "ada@example.com",
      mfa: "m1",
      ways: [],
    });
    await door.password("ada@example.com", "secret");
    expect(calls.password).toHaveBeenCalledWith("ada@example.com", "secret", "m1");
  });

  it("stays where it is when a proof is wrong, or when there is no second one", async () => {
    const wrong = () => Promise.reject(new ServerError(401, "unauthorized", "No."));
    const calls = setUp({ password: vi.fn(wrong) });
    const door = new SignIn(calls, mail);
    await expect(door.password("ada@example.com", "x")).rejects.toMatchObject({ code: "unauthorized" });
    expect(door.getSnapshot().step.name).toBe("password");
    const alone = new SignIn(setUp({ password: vi.fn(more) }), authMethods());
    await expect(alone.password("ada@example.com", "x")).rejects.toMatchObject({ code: "mfa_required" });
    expect(alone.getSnapshot()).toMatchObject({ step: { name: "password" }, mfa: "" });
    expect(calls.signedIn).not.toHaveBeenCalled();
  });

  it("begins with what this server has", () => {
    const first = (methods: Parameters<typeof authMethods>[0], mfa = "") =>
      new SignIn(setUp(), authMethods(methods), { mfa }).getSnapshot().step.name;
    expect(first({})).toBe("password");
    expect(first({ otp: true })).toBe("password");
    expect(first({ otp: true, password: false })).toBe("ask-code");
    expect(first({ otp: true }, "m1"), "after a provider").toBe("ask-code");
    expect(first({}, "m1"), "after a provider, without mail").toBe("password");
    expect(first({ password: false })).toBe("provider");
  });

  it("shows the ways that are open, and no others", async () => {
    expect(new SignIn(setUp(), authMethods()).getSnapshot().ways).toEqual([]);
    const door = new SignIn(setUp(), mail);
    expect(door.getSnapshot().ways).toEqual(["ask-code", "forgot"]);
    door.goTo("forgot");
    expect(door.getSnapshot().ways).toEqual(["password"]);
    await door.requestReset("ada@example.com");
    expect(door.getSnapshot()).toMatchObject({ step: { name: "letter" }, ways: ["password"] });
    const vouched = new SignIn(setUp(), mail, { mfa: "m1" });
    expect(vouched.getSnapshot().ways).toEqual(["password"]);
    vouched.goTo("password");
    expect(vouched.getSnapshot().ways).toEqual(["ask-code"]);
  });
});
