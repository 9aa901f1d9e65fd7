// Takes the pictures of docs/guide.md from the report that its commands make. Run by
// make screenshots, which sets MODULES, PAGES, CHROMIUM and OUT.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(resolve(process.env.MODULES), "node_modules", "x.js"));
const { chromium } = require("playwright-core");

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });

// picture opens the report at a fragment, lets see set it up, and keeps what stands
// from the top of one element to the end of another.
async function picture(name, hash, see, from, to) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, colorScheme: "light", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(pathToFileURL(resolve(process.env.PAGES, "report.html")) + hash);
  await see(page);
  await page.evaluate(() => document.activeElement.blur());
  const edge = (selector, side) => page.locator(selector).first().evaluate((e, s) => Math.round(e.getBoundingClientRect()[s] + scrollY), side);
  const top = Math.max(0, (await edge(from, "top")) - 12);
  const height = (await edge(to, "bottom")) + 12 - top;
  await page.screenshot({ path: resolve(process.env.OUT, name + ".png"), fullPage: true, clip: { x: 0, y: top, width: 1200, height } });
  await context.close();
}

const openFirst = async (page) => {
  await page.locator(".item > summary").first().click();
  await page.locator(".item .src").first().waitFor();
};

await picture("report-overview", "", async () => {}, "header", "section[aria-labelledby=h-plan]");
await picture("report-finding", "#q=stopLock+Pause+send&type=accepted", openFirst, "#explore", ".item");
await picture("report-rewrite", "#q=go+pool.dispatch&type=rewritten", openFirst, "#explore", ".item");
await browser.close();
