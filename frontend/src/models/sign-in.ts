import { ServerError } from "../lib/server-error.ts";
import { Store } from "../lib/store.ts";
import type { AuthMethods } from "../lib/wire.ts";

/** What lets somebody in. Where the server wants two, they have to be different ones. */
export type Proof = "password" | "code" | "provider";

export type SignInStep =
  /** Neither passwords nor mail: only providers are left, if there are any. */
  | { name: "provider" }
  | { name: "password" }
  | { name: "ask-code" }
  /** A code was mailed: `otp` says which. */
  | { name: "code"; otp: string }
  | { name: "forgot" }
  | { name: "letter" };

export interface SignInSnapshot {
  step: SignInStep;
  email: string;
  /** Not empty once one proof is accepted and another one is wanted. */
  mfa: string;
  /** What else leads on from here. */
  ways: Way[];
}

export type Way = "password" | "ask-code" | "forgot";

export interface SignInCalls {
  password: (email: string, password: string, mfa: string) => Promise<unknown>;
  requestCode: (email: string) => Promise<string>;
  code: (otp: string, code: string, mfa: string) => Promise<unknown>;
  requestReset: (email: string) => Promise<void>;
  signedIn: () => Promise<void>;
}

interface Start {
  email?: string;
  /** A provider has vouched already, and the server wants more. */
  mfa?: string;
}

/** The way through the door: which form stands there, and what is still missing. */
export class SignIn extends Store {
  readonly #calls: SignInCalls;
  readonly #methods: AuthMethods;
  /** What was accepted, while another proof is wanted. */
  #used: Proof | null;
  #snapshot: SignInSnapshot;

  constructor(calls: SignInCalls, methods: AuthMethods, { email = "", mfa = "" }: Start = {}) {
    super();
    this.#calls = calls;
    this.#methods = methods;
    this.#used = mfa ? "provider" : null;
    // Who comes from a provider with one proof gets the code offered: few of them have a password here.
    const code = methods.otp && (mfa !== "" || !methods.password);
    const step = { name: code ? "ask-code" : methods.password ? "password" : "provider" } as const;
    this.#snapshot = { step, email, mfa, ways: [] };
    this.#set({});
  }

  readonly getSnapshot = (): SignInSnapshot => this.#snapshot;

  /** Whether a sign-in provider leads on from here. */
  get providers(): boolean {
    return this.#methods.oauth2.length > 0 && this.#used !== "provider";
  }

  readonly typed = (email: string): void => this.#set({ email });

  readonly goTo = (name: Way): void => this.#set({ step: { name } });

  readonly password = async (email: string, password: string): Promise<void> => {
    this.#set({ email });
    await this.#prove("password", this.#calls.password(email, password, this.#snapshot.mfa));
  };

  readonly requestCode = async (email: string): Promise<void> => {
    const otp = await this.#calls.requestCode(email);
    this.#set({ email, step: { name: "code", otp } });
  };

  readonly code = async (code: string): Promise<void> => {
    const { step, mfa } = this.#snapshot;
    if (step.name === "code") await this.#prove("code", this.#calls.code(step.otp, code, mfa));
  };

  readonly requestReset = async (email: string): Promise<void> => {
    await this.#calls.requestReset(email);
    this.#set({ email, step: { name: "letter" } });
  };

  async #prove(proof: Proof, answer: Promise<unknown>): Promise<void> {
    try {
      await answer;
    } catch (error) {
      const other = proof === "code" ? this.#methods.password : this.#methods.otp;
      if (!(error instanceof ServerError) || !error.mfa || !(other || this.providers)) throw error;
      this.#used = proof;
      this.#set({ mfa: error.mfa });
      await this.#another(proof, other);
      return;
    }
    await this.#calls.signedIn();
  }

  async #another(proof: Proof, other: boolean): Promise<void> {
    if (!other) this.#set({ step: { name: "provider" } });
    else if (proof === "code") this.goTo("password");
    // Asked for at once, as nothing else can come next. If that fails there is a button for it.
    else await this.requestCode(this.#snapshot.email).catch(() => this.goTo("ask-code"));
  }

  #waysFrom(step: SignInStep["name"]): Way[] {
    const { password, otp, reset } = this.#methods;
    const ways: Way[] = [];
    if (step !== "password" && password && this.#used !== "password") ways.push("password");
    if (step === "password" && otp && this.#used !== "code") ways.push("ask-code");
    if (step === "password" && reset && !this.#used) ways.push("forgot");
    return ways;
  }

  #set(change: Partial<SignInSnapshot>): void {
    const next = { ...this.#snapshot, ...change };
    this.#snapshot = { ...next, ways: this.#waysFrom(next.step.name) };
    this.changed();
  }
}
