// Writes emoji.txt: how Slack calls each emoji. Run by `make emoji`; the data are those of the interface's picker.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../frontend/package.json", import.meta.url));
const names = require("emojibase-data/en/shortcodes/iamcal.json");
const lines = [];
for (const { hexcode, emoji } of require("emojibase-data/en/data.json")) {
  for (const name of [names[hexcode] ?? []].flat()) lines.push(`${name} ${emoji}`);
}
const head = `# Names of emoji as Slack writes them. From emojibase-data ${require("emojibase-data/package.json").version} (MIT, (c) Miles Johnson; character data by Unicode).\n`;
writeFileSync(new URL("emoji.txt", import.meta.url), `${head}${lines.sort().join("\n")}\n`);
