import { afterEach } from "vitest";

// Only files that ask for jsdom have anything to clean up.
if (typeof document !== "undefined") {
  const { cleanup } = await import("@testing-library/react");
  afterEach(() => cleanup());
}
