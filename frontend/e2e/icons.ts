import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { launchBrowser } from "./browser.ts";
import { Person } from "./person.ts";
import { playScene, RIA } from "./scene.ts";
import { CampfireServer } from "./server.ts";

// npm run icons: makes the pictures of the installed app from public/icon.svg, and two of a room from the real thing.

const folder = resolve(import.meta.dirname, "../public");
const drawing = await readFile(resolve(folder, "icon.svg"), "utf8");
/** A system cuts a maskable icon to its own shape: the drawing fills it, and what matters is in the middle. */
const maskable = drawing
  .replace(' rx="15"', "")
  .replace(/(<rect[^>]*>)/, '$1<g transform="translate(8 7) scale(.75)">')
  .replace("</svg>", "</g></svg>");
/** Android shows nothing of a badge but where it is not transparent. */
const badge = drawing.replace(/<rect[^>]*>/, "").replace(/(fill|stroke)="#\w+"/g, '$1="#fff"');

const PICTURES = [
  { name: "icon-192", svg: drawing, size: 192 },
  { name: "icon-512", svg: drawing, size: 512 },
  { name: "icon-maskable-512", svg: maskable, size: 512 },
  { name: "badge-96", svg: badge, size: 96 },
];

const SHOTS = [
  { name: "screenshot-wide", viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 },
  { name: "screenshot-narrow", viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
];

const browser = await launchBrowser();
const server = await CampfireServer.begin();
try {
  for (const { name, svg, size } of PICTURES) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
    );
    await writeFile(resolve(folder, `${name}.png`), await page.screenshot({ omitBackground: true }));
    await page.close();
  }
  const { room } = await playScene(server);
  for (const { name, ...look } of SHOTS) {
    const ria = await Person.arrive(browser, server.url, { ...look, colorScheme: "light" });
    await ria.signIn(RIA, `/rooms/${room}`);
    await ria.page.waitForTimeout(500);
    await writeFile(resolve(folder, `${name}.png`), await ria.page.screenshot({ animations: "disabled" }));
    await ria.context.close();
  }
} finally {
  await server.dispose();
  await browser.close();
}
