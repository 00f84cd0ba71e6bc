import { spoken, words } from "../../language/index.ts";
import { ServerError } from "../../lib/server-error.ts";

/** Why a door stayed shut, in the words of whoever stands before it. */
export function problemOf(error: unknown): string {
  const { session, common } = words();
  if (!(error instanceof ServerError)) return common.failed;
  if (error.code === "unauthorized") return session.wrong;
  if (error.code === "mfa_required") return session.second.none;
  if (error.code === "blocked") return session.blocked;
  if (error.code === "rate_limited") return session.tooMany(waitOf(error.retryAfter || 60));
  return error.message;
}

function waitOf(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  const [value, unit] = seconds < 90 ? [seconds, "second"] : [minutes, "minute"];
  return new Intl.NumberFormat(spoken(), { style: "unit", unit, unitDisplay: "long" }).format(value);
}
