import { requestCode, requestReset, signInByCode, signInByPassword } from "../lib/api/sign-in.ts";
import type { Server } from "../lib/pocketbase.ts";
import type { SignInCalls } from "../models/sign-in.ts";

export function signInCalls(server: Server, signedIn: () => Promise<void>): SignInCalls {
  return {
    password: (email, password, mfa) => signInByPassword(server, email, password, mfa),
    requestCode: (email) => requestCode(server, email),
    code: (otp, code, mfa) => signInByCode(server, otp, code, mfa),
    requestReset: (email) => requestReset(server, email),
    signedIn,
  };
}
