import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(css|html|ico|js|json|svg|txt|wasm|webmanifest)$/;
/** Below it a packet is a packet. */
const WORTHWHILE_BYTES = 1_024;

/** Leaves a .br and a .gz beside each text file of the build, so that the server never compresses. */
export function precompress(folder: string): Plugin {
  return {
    name: "precompress",
    apply: "build",
    closeBundle: {
      order: "post",
      sequential: true,
      handler: () => {
        for (const file of filesIn(folder)) if (TEXT.test(file)) compress(file);
      },
    },
  };
}

function compress(file: string): void {
  const plain = readFileSync(file);
  if (plain.length < WORTHWHILE_BYTES) return;
  keepIfSmaller(`${file}.gz`, gzipSync(plain, { level: 9 }), plain);
  keepIfSmaller(
    `${file}.br`,
    brotliCompressSync(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    }),
    plain,
  );
}

function keepIfSmaller(file: string, compressed: Buffer, plain: Buffer): void {
  if (compressed.length < plain.length) writeFileSync(file, compressed);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}
