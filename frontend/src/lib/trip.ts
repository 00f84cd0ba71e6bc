import { beginProvider } from "./api/sign-in.ts";
import type { Caller } from "./pocketbase.ts";
import type { Provider } from "./wire.ts";

/** What a page notes before it leaves for a sign-in provider, for the page that comes back. No secret is in it. */
export interface Trip {
  /** The provider's name for people. */
  title: string;
  /** Where to try again, and where to be after it went well. */
  from: string;
  to: string;
}

const KEY = "sign-in-trip";

interface SetOut {
  from: string;
  to: string;
  /** Of somebody new, who came by the join link. */
  joinCode?: string;
  /** What another proof was answered, where the provider is the second. */
  mfa?: string;
}

/** Leaves for a provider. What must not be changed on the way is in a cookie that only the server can read. */
export async function setOut(
  server: Caller,
  provider: Provider,
  { from, to, ...more }: SetOut,
): Promise<void> {
  const url = await beginProvider(server, provider.name, more);
  noteTrip({ title: provider.title, from, to });
  window.location.assign(url);
}

export function noteTrip(trip: Trip): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(trip));
  } catch {
    // A browser that keeps nothing: whoever comes back begins at the front door.
  }
}

/** The trip that this tab was on, or what can be said of one that it knows nothing about. */
export function readTrip(): Trip {
  try {
    const { title, from, to } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Partial<Trip>;
    return { title: title ?? "", from: ownPath(from, "/session/new"), to: ownPath(to, "/") };
  } catch {
    return { title: "", from: "/session/new", to: "/" };
  }
}

function ownPath(path: unknown, otherwise: string): string {
  return typeof path === "string" && /^\/(?!\/)/.test(path) ? path : otherwise;
}
