import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { build, type Plugin } from "vite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { precompress } from "./precompress.ts";
import { scriptBudget } from "./script-budget.ts";
import { stillPictures } from "./still-pictures.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "campfire-build-"));
  const filler = Array.from({ length: 400 }, (_, i) => `"${(i * 2_654_435_761) % 4_294_967_296}"`).join(",");
  writeFileSync(join(folder, "index.html"), `<script type="module" src="/main.js"></script>`);
  writeFileSync(join(folder, "main.js"), `import {b} from "./near.js"; console.log(b); import("./far.js");`);
  writeFileSync(join(folder, "near.js"), `export const b = [${filler}];`);
  writeFileSync(
    join(folder, "far.js"),
    `export const far = [${filler},${filler}].map((x) => x + 1); console.log(far);`,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

async function make(plugin: Plugin): Promise<void> {
  const outDir = join(folder, "out");
  await build({ root: folder, configFile: false, logLevel: "silent", plugins: [plugin], build: { outDir } });
}

test("each text file of the build has its compressed forms beside it", async () => {
  await make(precompress(join(folder, "out")));
  const assets = join(folder, "out/assets");
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(1);
  for (const name of scripts) {
    const plain = readFileSync(join(assets, name));
    expect(brotliDecompressSync(readFileSync(join(assets, `${name}.br`)))).toEqual(plain);
    expect(gunzipSync(readFileSync(join(assets, `${name}.gz`)))).toEqual(plain);
  }
  expect(readdirSync(join(folder, "out"))).not.toContain("index.html.br");
});

test("the same source is compressed to the same bytes", async () => {
  const read = () =>
    readdirSync(join(folder, "out/assets"))
      .sort()
      .map((name) => [name, readFileSync(join(folder, "out/assets", name)).toString("base64")]);
  await make(precompress(join(folder, "out")));
  const first = read();
  await make(precompress(join(folder, "out")));
  expect(read()).toEqual(first);
});

test("too much script before the first room fails the build", async () => {
  await expect(make(scriptBudget(1_000))).rejects.toThrow(/script before the first room: \d/);
});

test("what is loaded later does not count", async () => {
  await expect(make(scriptBudget(4_500))).resolves.toBeUndefined();
});

test("a drawing has a file in which nothing moves", async () => {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg"><style>.a { animation: b 1s; }</style><path class="a"/></svg>`;
  writeFileSync(join(folder, "sun.svg"), drawing);
  writeFileSync(join(folder, "main.js"), `import sun from "./sun.svg?still"; document.title = sun;`);
  await make(stillPictures());
  const [name] = readdirSync(join(folder, "out/assets")).filter((file) => file.startsWith("sun-still"));
  expect(name).toMatch(/^sun-still-[\w-]{8}\.svg$/);
  expect(readFileSync(join(folder, "out/assets", name ?? ""), "utf8")).toBe(
    drawing.replace("</style>", "* { animation: none !important; }</style>"),
  );
});
