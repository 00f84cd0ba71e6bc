import { defineConfig } from "vitest/config";

// What is written for people who write clients, against the real binary: the pages of docs/api, the SDK, the examples.
export default defineConfig({
  test: {
    environment: "node",
    include: ["api/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
