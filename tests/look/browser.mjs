// What a browser finds in pages of the built site. Reads a job a line from stdin, as JSON, and writes a line of what it
// found, until there is no more.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = {
  // Off by default, and asked of this site: tall enough targets, and texts in the stronger contrast.
  "target-size": { enabled: true },
  "color-contrast-enhanced": { enabled: true },
};
const COLORS = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"];
// What stands on the brand's own colour has the contrast of AA, which the plain rule holds it to.
const ON_BRAND = /^<\w+[^>]* class="button"/;

// Open an address in a tab of its own and note all that goes wrong on the way.
async function opened(context, { url, width = 1440, height = 900, dark = false, scripts = true, still = true, media }) {
  const page = await context.newPage();
  const faults = [];
  const host = new URL(url).host;
  page.on("console", (said) => {
    if (["error", "warn"].includes(said.type())) faults.push(`console ${said.type()}: ${said.text()} (${said.location()?.url ?? ""})`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== "data:" && asked.host !== host) faults.push(`asks another host: ${asked}`);
  });
  page.on("requestfailed", (request) => faults.push(`${request.failure()?.errorText}: ${request.url()}`));
  page.on("response", (answer) => {
    if (answer.status() >= 400 && answer.url() !== url) faults.push(`${answer.status()}: ${answer.url()}`);
  });
  const protocol = await page.createCDPSession();
  await protocol.send("Audits.enable");
  protocol.on("Audits.issueAdded", ({ issue }) => {
    if (issue.code !== "ContentSecurityPolicyIssue") return;
    const { violatedDirective, blockedURL } = issue.details.contentSecurityPolicyIssueDetails;
    faults.push(`policy: ${violatedDirective} forbids ${blockedURL ?? "what stands in the page"}`);
  });
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport({ width, height });
  await shown(protocol, { dark, still, media });
  await page.goto(url);
  if (scripts) await settled(page); // without scripts no callback is ever called
  return { page, protocol, faults, close: () => page.close() };
}

// Medium, light and motion in one call: each call forgets what the one before said.
function shown(protocol, { dark, still = true, media = "screen" }) {
  const features = [
    { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
    { name: "prefers-reduced-motion", value: still ? "reduce" : "no-preference" },
  ];
  return protocol.send("Emulation.setEmulatedMedia", { media, features });
}

// Nothing is under way any more that draws. (Not "no request": a video's stays open until it is played.)
function settled(page) {
  return page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}

// As if the whole page had been scrolled through: lazy pictures are there.
async function read(page) {
  await page.evaluate(() => document.querySelectorAll("img").forEach((image) => Object.assign(image, { loading: "eager", decoding: "sync" })));
  await page.waitForFunction(() => [...document.images].every((image) => image.complete), { polling: 20, timeout: 20000 });
  await settled(page);
}

// Where layouts change: there they have least room.
const BREAKS = [320, 768, 1024];

async function judged(page, asked = { rules: RULES }) {
  await page.evaluate(`typeof axe === "undefined" && (() => { ${axe} })()`);
  const { violations } = await page.evaluate((options) => axe.run(document, { ...options, resultTypes: ["violations"] }), asked);
  return violations.flatMap((rule) =>
    rule.nodes
      .filter((node) => !(rule.id === "color-contrast-enhanced" && node.html.match(ON_BRAND)))
      .map((node) => `${rule.id}: ${node.html.slice(0, 200)} (${node.failureSummary.replace(/\s+/g, " ")})`),
  );
}

// Where everything stands, what is seen of it, and what is said of it.
function layout(page) {
  return page.evaluate(() =>
    JSON.stringify([...document.querySelectorAll("*")].map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return [one.outerHTML.length, one.checkVisibility({ opacityProperty: true, visibilityProperty: true }), x, y, width, height];
    })),
  );
}

// What sticks out at the end of what holds it, on a page that is no wider than its window.
function sticking(page) {
  return page.evaluate(() => {
    const found = [];
    for (const one of document.querySelectorAll("main *, header *, footer *")) {
      const style = getComputedStyle(one);
      let held = one.parentElement;
      while (getComputedStyle(held).display === "contents") held = held.parentElement;
      if (["absolute", "fixed"].includes(style.position) || style.display === "inline" || one.closest("svg")) continue;
      if (!one.checkVisibility() || getComputedStyle(held).overflowX !== "visible") continue;
      if (parseFloat(style.marginInlineEnd) < 0 || getComputedStyle(held).display === "inline") continue;
      const [inner, outer] = [one.getBoundingClientRect(), held.getBoundingClientRect()];
      const by = style.direction === "rtl" ? outer.left - inner.left : inner.right - outer.right;
      if (by > 1 && inner.width > 0) found.push(`${by.toFixed(1)} px out of its place: ${one.outerHTML.slice(0, 120)}`);
    }
    return found;
  });
}

// Axe, width and faults of a page, in every width and light.
async function hold(context, { url, widths }) {
  const { page, protocol, faults, close } = await opened(context, { url });
  await read(page);
  const found = [...faults];
  for (const width of widths) {
    await page.setViewport({ width, height: 900 });
    await shown(protocol, { dark: false });
    found.push(...(await judged(page)).map((fault) => `${width} px, light: ${fault}`));
    const light = await layout(page);
    await shown(protocol, { dark: true });
    // Where only colours are others in the dark, only they are asked again.
    const asked = (await layout(page)) === light ? { runOnly: COLORS } : undefined;
    found.push(...(await judged(page, asked)).map((fault) => `${width} px, dark: ${fault}`));
  }
  for (const width of new Set([...widths, ...BREAKS])) {
    await page.setViewport({ width, height: 900 });
    const over = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    if (over > 0) found.push(`${width} px: ${over} px wider than the window`);
    found.push(...(await sticking(page)).map((fault) => `${width} px: ${fault}`));
  }
  await close();
  return found;
}

// What a person can read and use, with scripts and without.
async function bare(context, { url }) {
  const seen = [];
  for (const scripts of [true, false]) {
    const { page, faults, close } = await opened(context, { url, scripts, width: 390, height: 844 });
    seen.push({
      faults,
      ...(await page.evaluate(() => {
        const controls = [...document.querySelectorAll("button, select, input, [role=button], [onclick]")];
        const usable = controls.filter((control) => control.checkVisibility()).map((control) => control.outerHTML);
        controls.forEach((control) => control.remove());
        return {
          controls: usable,
          // A way back from what only a script can do (a filter's "everything") has no use before.
          waiting: [...document.querySelectorAll("nav [hidden]")].map((place) => place.textContent.trim()),
          texts: document.body.innerText.split("\n").map((line) => line.trim()).filter(Boolean),
          links: [...document.links].filter((link) => link.checkVisibility()).map((link) => link.href),
        };
      })),
    });
    await close();
  }
  return seen;
}

// Only what goes wrong on the way, for many pages one after the other.
async function walk(context, { urls }) {
  const { page, faults, close } = await opened(context, { url: urls[0], width: 800, height: 600 });
  for (const url of urls.slice(1)) {
    await page.goto(url);
    await settled(page);
    faults.forEach((fault, at) => (faults[at] = fault.startsWith("at ") ? fault : `at ${url}: ${fault}`));
  }
  await close();
  return faults;
}

// How wide each photo is drawn, and how wide its `sizes` says, so that browsers choose the right file.
async function fitting(context, { urls, widths }) {
  const found = [];
  for (const url of urls) {
    const { page, close } = await opened(context, { url });
    for (const width of widths) {
      await page.setViewport({ width, height: 900 });
      const photos = await page.evaluate(() => {
        const ruler = document.body.appendChild(document.createElement("div"));
        const said = (sizes) => {
          for (const part of sizes.split(",").map((one) => one.trim())) {
            const [, condition, length] = part.match(/^(\(.*\))?\s*(\S+)$/);
            if (condition && !matchMedia(condition).matches) continue;
            ruler.style.cssText = `position: absolute; width: ${length}`;
            return ruler.getBoundingClientRect().width;
          }
        };
        const sizes = (image) => image.sizes || image.parentElement.querySelector("source[sizes]")?.sizes;
        const seen = [...document.images].filter((image) => image.checkVisibility() && sizes(image));
        const facts = seen.map((image) => ({
          drawn: image.getBoundingClientRect().width,
          said: said(sizes(image)),
          place: image.parentElement.closest("[class]").className,
        }));
        ruler.remove();
        return facts;
      });
      found.push(...photos.map((photo) => ({ url, width, ...photo })));
    }
    await close();
  }
  return found;
}

// Open the first photo large, go on, come back.
async function viewer(context, { url }) {
  const { page, faults, close } = await opened(context, { url, width: 390, height: 844 });
  const state = () =>
    page.evaluate(() => ({
      open: Boolean(document.querySelector("dialog[open]")),
      photo: document.querySelector("dialog img")?.src ?? "",
      inside: Boolean(document.activeElement.closest("dialog")),
      at: [...document.querySelectorAll("a.zoom")].indexOf(document.activeElement),
    }));
  const steps = [];
  await page.focus("a.zoom");
  for (const key of ["Enter", "ArrowRight", "ArrowLeft", "End", "Escape"]) {
    await page.keyboard.press(key);
    await settled(page);
    if (key === "Enter") faults.push(...(await judged(page)));
    steps.push(await state());
  }
  await close();
  return { faults, steps };
}

// Taken until two in a row are the same: pictures appear when the browser has time for them.
async function picture(context, job) {
  const { page, close } = await opened(context, job);
  await read(page);
  let before = await page.screenshot();
  for (let tries = 0; tries < 20; tries++) {
    await new Promise((passed) => setTimeout(passed, 100));
    const now = await page.screenshot();
    if (Buffer.compare(before, now) === 0) break;
    before = now;
  }
  writeFileSync(job.file, before);
  await close();
  return job.file;
}

// Do something on each page at each width; says what it gave, what went wrong, and by how much the page is too wide.
async function act(context, { urls, script = "", widths = [1440], media }) {
  const found = [];
  for (const url of urls) {
    for (const width of widths) {
      const { page, faults, close } = await opened(context, { url, width, media });
      const value = await page.evaluate(`(async () => { ${script} })()`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      found.push({ url, value: value ?? null, faults, over });
      await close();
    }
  }
  return found;
}

// The page as a printer gets it: a PDF in base64.
async function paper(context, { url }) {
  const { page, close } = await opened(context, { url, media: "print" });
  const pdf = await page.pdf({ preferCSSPageSize: true });
  await close();
  return Buffer.from(pdf).toString("base64");
}

const JOBS = { hold, bare, walk, fitting, viewer, picture, act, paper };
const browser = await puppeteer.connect({ browserWSEndpoint: process.argv[2], defaultViewport: null });
for await (const line of createInterface({ input: process.stdin })) {
  const { job, ...given } = JSON.parse(line);
  // A job finds a browser that nobody used before.
  const context = await browser.createBrowserContext();
  const answer = await JOBS[job](context, given).then((found) => ({ found }), (error) => ({ error: error.stack }));
  await context.close();
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.disconnect();
