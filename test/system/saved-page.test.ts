// Files that outlive the notebook: a figure's web page, and a notebook made into HTML by nbconvert. Both
// are opened in a real browser that has no network.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleStudy } from "../../lib/plots/common/example-study.ts";
import { history } from "../../lib/plots/history.ts";
import { browserPath, openBrowser } from "./support/browser.ts";
import { notebookOf } from "./support/jupyter-lab.ts";
import { cli, python, succeed } from "./support/run.ts";

const folder = mkdtempSync(join(tmpdir(), "tunebook-saved-"));
const figure = history(exampleStudy({ trials: 60, running: 0 }));
let browser: Browser;

beforeAll(async () => {
  if (!browserPath) return;
  browser = await openBrowser("--disable-gpu");
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Opened {
  page: Page;
  /** What the page asked of the network. */
  asked: string[];
  errors: string[];
}

async function open(
  file: string,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<Opened> {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const opened: Opened = { page, asked: [], errors: [] };
  page.on("request", (request) => {
    if (/^https?:/.test(request.url())) opened.asked.push(request.url());
  });
  page.on("pageerror", (error) => opened.errors.push(String(error)));
  await page.goto(pathToFileURL(join(folder, file)).href);
  return opened;
}

describe.skipIf(!browserPath)("a figure saved as a web page", () => {
  it("draws itself offline, in the colours that the system prefers, also when those change", async () => {
    await figure.save(join(folder, "page.html"));
    expect(statSync(join(folder, "page.html")).size).toBeLessThan(2e6);
    const { page, asked, errors } = await open("page.html", { colorScheme: "dark" });
    await page.locator(".tunebook-figure .main-svg").first().waitFor();
    const colours = () =>
      page.evaluate(() => [
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.querySelector(".tunebook-figure")!).backgroundColor,
      ]);
    expect(await colours()).toEqual(["rgb(20, 24, 30)", "rgb(20, 24, 30)"]);
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(colours).toEqual(["rgb(255, 255, 255)", "rgb(255, 255, 255)"]);
    expect(await page.getByRole("img", { name: figure.alt }).count()).toBe(1);
    expect(await page.title()).toBe(figure.alt);
    const words = await page.locator(".tunebook-figure .gtitle").first().textContent();
    expect(words).toContain((figure.spec.layout["title"] as { text: string }).text.slice(0, 20));
    expect(asked).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("shows its picture where scripts do not run", async () => {
    await figure.save(join(folder, "still.html"));
    const { page } = await open("still.html", { javaScriptEnabled: false });
    const image = page.locator("img");
    expect(await image.getAttribute("alt")).toBe(figure.alt);
    expect((await image.boundingBox())?.width).toBeGreaterThan(800);
    await page.context().close();
  });

  it("asks for Plotly only where it was told to leave it out", async () => {
    await figure.save(join(folder, "thin.html"), { plotly: "cdn" });
    expect(statSync(join(folder, "thin.html")).size).toBeLessThan(250_000);
    const { page, asked } = await open("thin.html");
    expect(asked).toEqual(["https://cdn.plot.ly/plotly-4.1.1.min.js"]);
    await page.context().close();
  });
});

describe.skipIf(!python || !browserPath)("a notebook made into HTML by nbconvert", () => {
  const SOURCE = `import { openStudy, float, plots, tuners } from "tunebook";
const study = await openStudy({ space: { x: float(-3, 3) }, tuner: tuners.random(), seed: 1 });
await study.optimize((trial) => trial.params.x ** 2, { until: { trials: 20 } });`;

  /** nbconvert's own page asks for require.js, MathJax and the like. */
  const own = (asked: string[]) => asked.filter((address) => /plotly|tunebook/i.test(address));

  it("draws panel and figure offline when nbconvert itself has run it", async () => {
    const prefix = join(folder, "prefix");
    await succeed(process.execPath, [cli, "install", "--prefix", prefix]);
    writeFileSync(
      join(folder, "run.ipynb"),
      notebookOf("tunebook", [SOURCE, "plots.history(study)"]),
    );
    await succeed(
      python!,
      ["-m", "nbconvert", "--to", "html", "--execute", join(folder, "run.ipynb")],
      { env: { JUPYTER_PATH: join(prefix, "share", "jupyter") } },
    );
    const { page, asked } = await open("run.html");
    await page.locator('.tunebook-panel[data-finished="20"] .main-svg').first().waitFor();
    await page.locator(".tunebook-figure .main-svg").first().waitFor();
    expect(own(asked)).toEqual([]);
    await page.context().close();

    const still = await open("run.html", { javaScriptEnabled: false });
    const widths = await still.page
      .locator("[data-tunebook] img")
      .evaluateAll((nodes) => nodes.map((node) => (node as HTMLImageElement).naturalWidth));
    expect(widths).toEqual([1350, 1350]);
    await still.page.context().close();
  });

  it("shows the pictures of a notebook that `tunebook run` has saved, which holds no Plotly", async () => {
    writeFileSync(
      join(folder, "light.ipynb"),
      notebookOf("tunebook", [SOURCE, "plots.history(study)"]),
    );
    await succeed(process.execPath, [cli, "run", join(folder, "light.ipynb")]);
    expect(readFileSync(join(folder, "light.ipynb"), "utf8")).not.toContain("<script");
    await succeed(python!, ["-m", "nbconvert", "--to", "html", join(folder, "light.ipynb")]);
    const { page } = await open("light.html");
    const alts = await page
      .locator(".jp-OutputArea-output img")
      .evaluateAll((nodes) => nodes.map((node) => (node as HTMLImageElement).alt));
    expect(alts).toEqual([expect.stringContaining("20"), expect.stringContaining("20 trials")]);
    await page.context().close();
  });
});
