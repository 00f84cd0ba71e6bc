import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Plugin } from "vite";

const STILL = /^(.+\.svg)\?still$/;

/**
 * `import("picture.svg?still")`: the address of the same drawing in which nothing moves. A browser does not tell a
 * picture that somebody asked for less motion, so there have to be two files.
 */
export function stillPictures(): Plugin {
  let building = false;
  return {
    name: "still-pictures",
    enforce: "pre",
    configResolved: (config) => {
      building = config.command === "build";
    },
    async load(id) {
      const file = STILL.exec(id)?.[1];
      if (!file) return undefined;
      this.addWatchFile(file);
      const source = standStill(await readFile(file, "utf8"));
      if (!building)
        return `export default ${JSON.stringify(`data:image/svg+xml,${encodeURIComponent(source)}`)};`;
      const name = `${basename(file, ".svg")}-still.svg`;
      return `export default import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: "asset", name, source })};`;
    },
  };
}

function standStill(drawing: string): string {
  if (!drawing.includes("</style>")) throw new Error("a drawing without styles does not move anyway");
  return drawing.replace("</style>", "* { animation: none !important; }</style>");
}
