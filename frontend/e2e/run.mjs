// node e2e/run.mjs <script.ts> [arguments]: runs a TypeScript file with what Vite brings along.
import { resolve } from "node:path";
import { runnerImport } from "vite";

await runnerImport(resolve(process.argv[2]), { configFile: false, logLevel: "error" });
