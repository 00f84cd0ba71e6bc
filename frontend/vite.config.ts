import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { emojiData } from "./plugins/emoji-data.ts";
import { precompress } from "./plugins/precompress.ts";
import { scriptBudget } from "./plugins/script-budget.ts";
import { serviceWorker } from "./plugins/service-worker.ts";
import { stillPictures } from "./plugins/still-pictures.ts";

const server = process.env.CAMPFIRE_URL ?? "http://127.0.0.1:8090";
const outDir = resolve(import.meta.dirname, "../pb_public");

/** Git keeps pb_public by its .gitkeep, and emptyOutDir would remove it. */
function keepFolder(): Plugin {
  return {
    name: "keep-folder",
    apply: "build",
    closeBundle: () => writeFileSync(resolve(outDir, ".gitkeep"), ""),
  };
}

export default defineConfig({
  plugins: [
    react(),
    emojiData(),
    stillPictures(),
    keepFolder(),
    serviceWorker(outDir),
    precompress(outDir),
    scriptBudget(),
  ],
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2023",
    sourcemap: false,
    // Assets stay files: the server's policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      "/api": { target: server, ws: true },
      "/_": { target: server },
      "/custom.css": { target: server },
    },
  },
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}", "plugins/*.test.ts"],
    setupFiles: ["./vitest.setup.ts"],
    restoreMocks: true,
    // Left to itself Vitest keeps one of two processors free.
    maxWorkers: "100%",
    // Several times of what the slowest takes on a busy machine.
    testTimeout: 30_000,
  },
});
