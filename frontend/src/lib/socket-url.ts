const PATH = "/api/chat/socket";

/** ws: for http:, wss: for https:, same host. */
export function socketURL(origin: string): string {
  return origin.replace(/^http/, "ws") + PATH;
}
