// Draws the live panel as a browser shows it, buttons and all, in both themes, running and paused:
//
//   npm run build && node scripts/panel-pictures.mjs [FOLDER]
//
// The study is a recorded one, as it stood at a moment. Look at the pictures after a change.
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { clockAt, loadGallery, MIDWAY, momentOf, planOf } from "./gallery/load.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [folder = join(root, "docs", "pictures")] = process.argv.slice(2);
const built = (path) => import(new URL(`../dist/lib/plots/${path}`, import.meta.url).href);
const { loaderHtml, pageAsset, placeHtml } = await built("common/page.js");
const { panelFrame } = await built("panel/model.js");
const { themes } = await built("common/theme.js");

const executablePath = [process.env.TUNEBOOK_CHROMIUM, "/usr/bin/chromium"].find(
  (path) => path !== undefined && existsSync(path),
);
if (!executablePath) throw new Error("Name a Chromium in TUNEBOOK_CHROMIUM.");

const WEIGHTS = { Regular: 400, Medium: 500, SemiBold: 600 };
const fonts = join(root, "lib", "plots", "static", "fonts");
const faces = readdirSync(fonts)
  .filter((file) => file.endsWith(".otf"))
  .map((file) => {
    const weight = WEIGHTS[/-(\w+)\./.exec(file)[1]];
    const data = readFileSync(join(fonts, file), "base64");
    return `@font-face { font-family: Inter; font-weight: ${weight}; src: url(data:font/otf;base64,${data}) }`;
  });

/** The running study, and the same while it stands still, narrowed to a part of its space. */
const core = await import(new URL("../dist/lib/core.js", import.meta.url).href);
const study = momentOf(loadGallery(core).studies.digits, MIDWAY);
const plan = planOf(60);
const box = { learningRate: [0.01, 0.1] };
const plans = { running: plan, paused: { ...plan, isPaused: true, box } };

mkdirSync(folder, { recursive: true });
const asset = pageAsset();
const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox"] });
for (const [state, its] of Object.entries(plans))
  for (const theme of ["light", "dark"]) {
    const page = await browser.newPage({
      viewport: { width: 940, height: 800 },
      deviceScaleFactor: 1.5,
      colorScheme: theme,
    });
    const paper = themes[theme].paper;
    await page.setContent(
      `<style>${faces.join("\n")} body { background: ${paper} }</style><div style="width: 900px">${placeHtml("panel", "")}</div>`,
    );
    const { model, alt } = panelFrame(study, its, clockAt(MIDWAY));
    const control = { target: "none", study: "none" };
    const payload = { version: 1, kind: "panel", id: "panel", alt, themes, panel: model, control };
    await page.evaluate(
      async ([html, name, shown]) => {
        for (const weight of [400, 500, 600]) await document.fonts.load(`${weight} 16px Inter`);
        const holder = document.createElement("div");
        holder.innerHTML = html;
        // A script that is set as HTML does not run; one that is made does.
        const script = document.createElement("script");
        script.textContent = holder.querySelector("script").textContent;
        document.body.append(script);
        window[name].push(["panel", shown]);
      },
      [loaderHtml(asset), asset.name, payload],
    );
    const panel = page.locator('.tunebook-panel[data-draws="1"]');
    const path = join(folder, `panel-live-${state}-${theme}.png`);
    await panel.screenshot({ path });
    console.log(path);
    await page.close();
  }
await browser.close();
