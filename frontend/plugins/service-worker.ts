import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { build, type Plugin, type Rollup } from "vite";
import { firstScripts } from "./script-budget.ts";

/** Pages and pictures that have a plain name and belong to the shell. */
const PLAIN = ["/", "/theme.js", "/upgrade.js", "/icon.svg"];

/** Builds the service worker into one plain file, with the list of what a page needs before it can draw. */
export function serviceWorker(outDir: string): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    writeBundle: {
      order: "post",
      sequential: true,
      handler: async (_, bundle) => {
        const shell = [...PLAIN, ...shellOf(bundle)];
        await build({
          configFile: false,
          logLevel: "warn",
          define: {
            __SHELL__: JSON.stringify(shell),
            __SHELL_NAME__: JSON.stringify(`shell-${nameOf(shell)}`),
          },
          build: {
            outDir,
            emptyOutDir: false,
            copyPublicDir: false,
            target: "es2023",
            lib: {
              entry: resolve(import.meta.dirname, "../src/service-worker.ts"),
              formats: ["iife"],
              name: "campfire",
              fileName: () => "service-worker.js",
            },
          },
        });
      },
    },
  };
}

/** The first scripts, the styles, and the pages of the interface: those that a page asks for by and by, too. */
export function shellOf(bundle: Rollup.OutputBundle): string[] {
  const first = firstScripts(bundle).map((chunk) => chunk.fileName);
  const styles = Object.keys(bundle).filter((file) => file.endsWith(".css"));
  return [...new Set([...first, ...styles])].sort().map((file) => `/${file}`);
}

/** Names change with content, but that of the page itself: it names the first script, which is in the list. */
function nameOf(shell: readonly string[]): string {
  return createHash("sha256").update(shell.join("\n")).digest("hex").slice(0, 12);
}
