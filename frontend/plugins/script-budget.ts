import { gzipSync } from "node:zlib";
import type { Plugin, Rollup } from "vite";

/** What a browser has to fetch, gzipped, before a room can be used. Over it something belongs into a page of its own. */
export const SCRIPT_BUDGET_BYTES = 250_000;

/** Fails the build when the script before the first room is too much, and says what it is made of. */
export function scriptBudget(limit = SCRIPT_BUDGET_BYTES): Plugin {
  return {
    name: "script-budget",
    apply: "build",
    writeBundle(_, bundle) {
      const sizes = firstScripts(bundle).map((chunk) => ({
        file: chunk.fileName,
        bytes: gzipSync(chunk.code, { level: 9 }).length,
      }));
      const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
      const list = sizes.map(({ file, bytes }) => `${file} ${kilobytes(bytes)}`).join(", ");
      const told = `script before the first room: ${kilobytes(total)} of ${kilobytes(limit)} gzipped (${list})`;
      if (total > limit) this.error(told);
      this.info(told);
    },
  };
}

/** The entry and everything that it imports without being asked. */
export function firstScripts(bundle: Rollup.OutputBundle): Rollup.OutputChunk[] {
  const found = new Map<string, Rollup.OutputChunk>();
  const visit = (file: string) => {
    const chunk = bundle[file];
    if (chunk?.type !== "chunk" || found.has(file)) return;
    found.set(file, chunk);
    for (const imported of chunk.imports) visit(imported);
  };
  for (const chunk of Object.values(bundle))
    if (chunk.type === "chunk" && chunk.isEntry) visit(chunk.fileName);
  return [...found.values()];
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}
