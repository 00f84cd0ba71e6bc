import type { Caller } from "../pocketbase.ts";

/** A part of the server, as the server found it. */
export interface PartStatus {
  name: string;
  ok: boolean;
  /** The chat does not work without it. */
  vital: boolean;
  probe_ms: number;
  error: string;
  facts: Record<string, unknown> | null;
}

/** One step of the last hour. */
export interface Sample {
  at: string;
  sockets: number;
  waiting: number;
  behind: number;
  messages: number;
  message_ms: number;
  live_bytes: number;
}

export interface ServerStatus {
  status: string;
  build: string;
  durability: string;
  started: string;
  parts: PartStatus[];
  every_seconds: number;
  samples: Sample[];
}

export function serverStatus(server: Caller): Promise<ServerStatus> {
  return server.call("GET", "/api/chat/status");
}
