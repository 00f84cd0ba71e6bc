import { ClientResponseError } from "pocketbase";
import { words } from "../language/index.ts";

interface Details {
  /** Which field of the form is at fault, if a single one is. */
  field?: string;
  /** Seconds to wait. */
  retryAfter?: number;
  /** What a first proof of who one is answered, where a second is wanted. */
  mfa?: string;
}

/** One sentence for a person, and the code that the whole API uses. */
export class ServerError extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string;
  readonly retryAfter: number;
  readonly mfa: string;

  constructor(status: number, code: string, message: string, details: Details = {}) {
    const { field = "", retryAfter = 0, mfa = "" } = details;
    super(message);
    this.name = "ServerError";
    this.status = status;
    this.code = code;
    this.field = field;
    this.retryAfter = retryAfter;
    this.mfa = mfa;
  }

  /** No answer at all: offline, or the server is away. */
  get unreachable(): boolean {
    return this.status === 0;
  }
}

interface Refusal {
  code?: string;
  message?: string;
  data?: Record<string, unknown>;
  retryAfter?: number;
}

export function serverError(error: unknown): ServerError {
  const { common } = words();
  if (!(error instanceof ClientResponseError) || error.status === 0) {
    return new ServerError(0, "unreachable", common.unreachable);
  }
  const { code, message, data, retryAfter } = error.response as Refusal;
  if (!code && !message) return fromBetween(error.status, retryAfter);
  const mfa = typeof data?.mfa_id === "string" ? data.mfa_id : "";
  const field = Object.keys(data ?? {}).find((key) => key !== "code" && key !== "mfa_id") ?? "";
  // Without a code it is PocketBase's own sentence about an error, or none.
  const said = code && words().refusals.said({ code, field, message: message ?? "" });
  return new ServerError(error.status, code ?? "", said || common.failed, { field, retryAfter, mfa });
}

/** An answer that is none of ours: a proxy before the server said it. */
function fromBetween(status: number, retryAfter?: number): ServerError {
  const { common } = words();
  if (status === 413) return new ServerError(status, "too_large", common.tooLarge);
  if (status === 429) return new ServerError(status, "rate_limited", common.tooFast, { retryAfter });
  const away = status === 502 || status === 503 || status === 504;
  return new ServerError(status, "", away ? common.unreachable : common.failed);
}

/** PocketBase's client keeps the body of a refusal and not its headers: this puts the one that we need into the body. */
export function noteWait(response: Response, body: unknown): unknown {
  const wait = Number(response.headers.get("Retry-After"));
  if (response.ok || !(wait > 0)) return body;
  return { ...(body instanceof Object ? body : {}), retryAfter: wait };
}
