// Looks at pages of the HTML report in Chromium: search, filters, chains,
// before and after, keyboard, contrast and labels, and that nothing leaves the
// file. Run by make browser, which sets MODULES, PAGES and CHROMIUM.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";

const require = createRequire(join(resolve(process.env.MODULES), "node_modules", "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const pages = resolve(process.env.PAGES);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

let failed = 0;
async function test(name, options, body) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true, ...options });
  const page = await context.newPage();
  const trouble = [];
  page.on("console", (m) => { if (m.type() === "error" || m.type() === "warning") trouble.push("console: " + m.text()); });
  page.on("pageerror", (e) => trouble.push("error: " + e.message));
  page.on("request", (r) => { if (!r.url().startsWith("file:") && !r.url().startsWith("data:")) trouble.push("request: " + r.url()); });
  try {
    await body(page, (file, hash = "") => page.goto(pathToFileURL(join(pages, file + ".html")) + hash));
    assert.deepEqual(trouble, []);
    console.log("ok   " + name);
  } catch (e) {
    failed++;
    console.log("FAIL " + name + "\n     " + String(e.message).replaceAll("\n", "\n     "));
  }
  await context.close();
}

const summary = (page, text) => page.locator(".item > summary", { hasText: text });
const entries = (page, text) => page.waitForFunction((t) => document.getElementById("count").textContent.startsWith(t), text, { timeout: 5000 });

async function accessible(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"] }));
  assert.deepEqual(result.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ") + " " + n.failureSummary).slice(0, 3).join("; ")), []);
}

async function fits(page, file) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${file} is ${wide} px wider than the screen`);
}

for (const colorScheme of ["light", "dark"]) {
  for (const [screen, viewport] of [["desk", { width: 1280, height: 900 }], ["phone", { width: 360, height: 740 }]]) {
    await test(`contrast and labels, ${colorScheme}, ${screen}`, { colorScheme, viewport }, async (page, open) => {
      for (const file of ["shown", "empty", "pair", "few", "wired"]) {
        await open(file);
        for (const item of (await page.locator(".item > summary").all()).slice(0, 20)) await item.click();
        for (const words of await page.locator(".words > summary").all()) await words.click();
        await accessible(page);
        await page.evaluate(() => { location.hash = "package=example.com%2Fm"; });
        await accessible(page);
        await fits(page, file);
      }
    });
    await test(`contrast and labels of comparisons, ${colorScheme}, ${screen}`, { colorScheme, viewport }, async (page, open) => {
      for (const file of ["compared", "same", "introduced"]) {
        await open(file);
        await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
        await accessible(page);
        await fits(page, file);
      }
    });
  }
}

await test("search", {}, async (page, open) => {
  await open("shown");
  const all = await page.locator(".item").count();
  await page.keyboard.press("/");
  await page.keyboard.type("goroutines two");
  await entries(page, "1 of");
  await page.locator("#q").fill("goroutines twelve");
  await entries(page, "0 of");
  await page.locator("#q").fill("WRITTEN sharedstate");
  await entries(page, "1 of");
  assert.equal(await page.locator(".item").count(), 1);
  assert.ok(page.url().includes("q=WRITTEN+sharedstate"));
  await page.reload();
  await entries(page, "1 of");
  await page.getByRole("button", { name: "Clear" }).click();
  await entries(page, all + " of");
});

await test("filters", {}, async (page, open) => {
  await open("shown");
  await page.getByLabel("Show").selectOption("refused");
  await entries(page, "2 of");
  await page.locator("#package").selectOption("example.com/m/internal/store");
  await entries(page, "1 of");
  await page.getByRole("heading", { name: "example.com/m/internal/store" }).waitFor();
  await page.getByLabel("Verdict").selectOption("done");
  await entries(page, "0 of");
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByLabel("Rule").selectOption("sharedstate");
  await entries(page, "1 of");
});

await test("a tile of the map leads to its package", {}, async (page, open) => {
  await open("shown");
  await page.locator(".map.for-wide a", { has: page.locator("title", { hasText: "internal/store" }) }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "example.com/m/internal/store" }).waitFor();
  assert.equal(await page.locator("#package").inputValue(), "example.com/m/internal/store");
});

// What text of a picture sticks out of its box.
const cutOff = (selector) => [...document.querySelectorAll(selector)].filter((text) => {
  const box = text.closest("a").querySelector("rect").getBoundingClientRect(), own = text.getBoundingClientRect();
  return own.width > 0 && (own.right > box.right + 1 || own.bottom > box.bottom + 1);
}).map((text) => text.textContent);

await test("a package of the import graph leads to its section, by the keyboard", {}, async (page, open) => {
  await open("few");
  const box = page.locator(".graph a[aria-label^='example.com/wired/layer04/some-longer-name11:']");
  await box.focus();
  const lit = await page.locator(".edge.on:visible").count();
  assert.ok(lit > 0 && lit < await page.locator(".edge:visible").count(), `${lit} lines are lit`);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "example.com/wired/layer04/some-longer-name11" }).waitFor();
  assert.equal(await page.locator(".lanes a:visible").count(), 0);
});

await test("the import graph on a phone", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, async (page, open) => {
  await open("wired");
  assert.equal(await page.locator("svg.graph a:visible").count(), 0);
  const rows = await page.locator(".lanes a").all();
  assert.ok(rows.length > 20, `${rows.length} rows`);
  const { width, height } = await rows[0].boundingBox();
  assert.ok(width > 150 && height >= 40, `a row is ${width} by ${height} px`);
  await rows[1].tap();
  await page.locator("#pkg h3").waitFor();
});

await test("the import graph in words", {}, async (page, open) => {
  await open("wired");
  await page.getByText("The imports of all packages in words").click();
  assert.equal(await page.locator(".imports tbody tr").count(), 200);
  assert.match(await page.locator("#imports-text").innerText(), /Of 200 packages the 39 with the most left to do are drawn/);
});

await test("the text of the pictures fits", {}, async (page, open) => {
  for (const file of ["shown", "pair", "few", "wired", "large"]) {
    await open(file);
    for (const selector of [".map.for-wide text", ".graph a text"]) {
      assert.deepEqual(await page.evaluate(cutOff, selector), [], file + " " + selector);
    }
  }
});

await test("a map of two packages is small", {}, async (page, open) => {
  await open("pair");
  const { height } = await page.locator(".map.for-wide").boundingBox();
  assert.ok(height < 120, `${height} px`);
});

await test("chain of a finding", {}, async (page, open) => {
  await open("shown", "#type=finding");
  const item = summary(page, "n is written by");
  await item.focus();
  await page.keyboard.press("Enter");
  const body = page.locator(".item .body").first();
  await body.getByText("also here").waitFor();
  const inner = body.locator(".hops .hops");
  assert.match(await inner.innerText(), /no common lock/);
  await body.getByText("also here").click();
  assert.ok(!(await inner.isVisible()));
  assert.match(await body.locator(".src .hit").first().innerText(), /^14\s+n\+\+ \/\/ äöü <b>not bold<\/b>$/);
});

await test("hidden yield points and suppressed findings", {}, async (page, open) => {
  await open("shown", "#type=hidden");
  await summary(page, "store.(*Cache).Get").click();
  await page.getByText("net/http.Get").waitFor();
  await page.getByLabel("Show").selectOption("suppressed");
  await summary(page, "nobody receives").click();
  await page.getByText("the test ends first").waitFor();
});

await test("before and after of a rewrite", {}, async (page, open) => {
  await open("shown", "#type=rewritten&package=example.com%2Fm");
  await summary(page, "channel send").click();
  assert.match(await page.locator(".item .diff .del").innerText(), /ch <- 1/);
  assert.match(await page.locator(".item .diff .add").innerText(), /aio\.Send\(co, ch, 1\)/);
  const [left, right] = await Promise.all([0, 1].map((i) => page.locator(".item .diff > div").nth(i).boundingBox()));
  assert.ok(Math.abs(left.y - right.y) < 1 && right.x > left.x, "not side by side");
});

await test("10,000 findings stay usable", {}, async (page, open) => {
  await open("large");
  await entries(page, "20000 of 20000");
  assert.equal(await page.locator(".item").count(), 100);
  await page.getByRole("button", { name: /Show more/ }).click();
  assert.equal(await page.locator(".item").count(), 200);
  await page.locator("#q").fill("pkg399 number");
  await entries(page, "25 of");
  await page.getByRole("button", { name: "Clear" }).click();
  await entries(page, "20000 of 20000");
  // What is built does not grow with what is there.
  assert.ok(await page.evaluate(() => document.querySelectorAll("#list *").length) < 100 * 10);
});

await test("without a script", { javaScriptEnabled: false }, async (page, open) => {
  await open("shown");
  assert.match(await page.locator(".verdict").innerText(), /asyncport ports 50 % of the sites/);
  assert.match(await page.locator("noscript").innerText(), /JavaScript/);
});

await browser.close();
process.exit(failed ? 1 : 0);
