/** What an address means. The paths are the original's where it has one. */
export type Route =
  | { name: "home" }
  | { name: "room"; room: string; target: number | null }
  | { name: "room-settings"; room: string }
  | { name: "new-room"; kind: "open" | "closed" }
  | { name: "new-ping" }
  | { name: "search"; query: URLSearchParams }
  | { name: "notifications"; query: URLSearchParams }
  | { name: "share"; query: URLSearchParams }
  | { name: "profile" }
  | { name: "push-subscriptions" }
  | { name: "user"; user: string }
  | { name: "account" }
  | { name: "bots" }
  | { name: "new-bot" }
  | { name: "bot"; bot: string }
  | { name: "styles" }
  | { name: "status" }
  | { name: "sign-in" }
  | { name: "provider"; query: URLSearchParams }
  | { name: "transfer"; token: string }
  | { name: "reset"; token: string }
  | { name: "verify"; token: string }
  | { name: "unsubscribe"; token: string }
  | { name: "first-run" }
  | { name: "join"; code: string }
  | { name: "not-found" };

const FIXED: Record<string, Route> = {
  "/": { name: "home" },
  "/session/new": { name: "sign-in" },
  "/first_run": { name: "first-run" },
  "/rooms/opens/new": { name: "new-room", kind: "open" },
  "/rooms": { name: "home" },
  "/rooms/closeds/new": { name: "new-room", kind: "closed" },
  "/rooms/directs/new": { name: "new-ping" },
  "/users/me/profile": { name: "profile" },
  "/users/me/push_subscriptions": { name: "push-subscriptions" },
  "/account/edit": { name: "account" },
  "/account/bots": { name: "bots" },
  "/account/bots/new": { name: "new-bot" },
  "/account/status": { name: "status" },
  "/account/custom_styles/edit": { name: "styles" },
};

type Reading = [pattern: RegExp, route: (part: string, more: string | undefined) => Route];

const PATTERNS: Reading[] = [
  [/^\/rooms\/([a-z0-9]+)\/edit$/, (room) => ({ name: "room-settings", room })],
  [
    /^\/rooms\/([a-z0-9]+)(?:\/@(\d+))?$/,
    (room, at) => ({ name: "room", room, target: at ? Number(at) : null }),
  ],
  // Where the original's links lead.
  [/^\/rooms\/(?:opens|closeds)\/([a-z0-9]+)$/, (room) => ({ name: "room", room, target: null })],
  [/^\/users\/([a-z0-9]+)$/, (user) => ({ name: "user", user })],
  [/^\/account\/bots\/([a-z0-9]+)\/edit$/, (bot) => ({ name: "bot", bot })],
  [/^\/session\/transfers\/([^/]+)$/, (token) => ({ name: "transfer", token: decode(token) })],
  [/^\/session\/reset\/([^/]+)$/, (token) => ({ name: "reset", token: decode(token) })],
  [/^\/session\/verify\/([^/]+)$/, (token) => ({ name: "verify", token: decode(token) })],
  [/^\/unsubscribe\/([^/]+)$/, (token) => ({ name: "unsubscribe", token: decode(token) })],
  [/^\/join\/([^/]+)$/, (code) => ({ name: "join", code: decode(code) })],
];

/** `address` is a path with its query, as the router has it. */
export function matchRoute(address: string): Route {
  const [path = "", query = ""] = address.split("?", 2);
  const plain = path.length > 1 ? path.replace(/\/$/, "") : path;
  if (plain === "/searches") return { name: "search", query: new URLSearchParams(query) };
  if (plain === "/session/oauth2") return { name: "provider", query: new URLSearchParams(query) };
  if (plain === "/notifications") return { name: "notifications", query: new URLSearchParams(query) };
  if (plain === "/share") return { name: "share", query: new URLSearchParams(query) };
  const fixed = FIXED[plain];
  if (fixed) return fixed;
  for (const [pattern, route] of PATTERNS) {
    const match = pattern.exec(plain);
    if (match?.[1]) return route(match[1], match[2]);
  }
  return { name: "not-found" };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
