import { ClientResponseError } from "pocketbase";
import { words } from "../language/index.ts";

/** One sentence for a person, and the code that the whole API uses. */
export class ServerError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "ServerError";
    this.status = status;
    this.code = code;
  }

  /** No answer at all: offline, or the server is away. */
  get unreachable(): boolean {
    return this.status === 0;
  }
}

export function serverError(error: unknown): ServerError {
  const { common } = words();
  if (!(error instanceof ClientResponseError) || error.status === 0) {
    return new ServerError(0, "unreachable", common.unreachable);
  }
  const { code, message } = error.response as { code?: string; message?: string };
  return new ServerError(error.status, code ?? "", message || common.failed);
}
