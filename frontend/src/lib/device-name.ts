import { words } from "../language/index.ts";

/** What a browser on a platform is called; the server says "Unknown" of what it does not know. */
export function deviceName({ browser, platform }: { browser: string; platform: string }): string {
  const { devices } = words().users;
  const known = [browser, platform].filter((part) => part && part !== "Unknown");
  return known.length === 2 ? devices.named(browser, platform) : (known[0] ?? devices.unknown);
}
