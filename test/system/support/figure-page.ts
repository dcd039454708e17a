/** A page of a real browser with Plotly and our font, on which figures are drawn and looked at. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { PlotlySpec } from "../../../lib/display/host.ts";
import { openBrowser } from "./browser.ts";
import { compareInPage, type Difference, drawInPage, type Drawn } from "./figure-page/in-page.ts";
import { root } from "./run.ts";

const WEIGHTS = { 400: "Regular", 500: "Medium", 600: "SemiBold" };

/** The fonts of the static pictures, so that both draw the same letters. */
function fontFaces(): string {
  return Object.entries(WEIGHTS)
    .map(([weight, name]) => {
      const file = readFileSync(join(root, `lib/plots/static/fonts/Inter-${name}.otf`));
      // The static pictures have nothing bolder than 600.
      const range = weight === "600" ? "600 900" : weight;
      return `@font-face { font-family: Inter; font-weight: ${range}; src: url(data:font/otf;base64,${file.toString("base64")}); }`;
    })
    .join("\n");
}

/** One page for all figures. */
export class FigurePage implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #page: Page;
  /** What scripts said that came with a figure: a user's text must never run. */
  readonly said: string[] = [];

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.#page = page;
    page.on("dialog", (dialog) => {
      this.said.push(dialog.message());
      void dialog.dismiss();
    });
  }

  static async open(): Promise<FigurePage> {
    const browser = await openBrowser("--use-gl=angle", "--use-angle=swiftshader");
    const page = await browser.newPage({ viewport: { width: 1000, height: 1200 } });
    await page.setContent(
      `<!doctype html><style>${fontFaces()} body { margin: 0 }</style><div id="figure"></div>`,
    );
    await page.addScriptTag({
      path: createRequire(import.meta.url).resolve("plotly.js-dist/plotly.js"),
    });
    await page.evaluate(async (weights) => {
      for (const weight of weights) await document.fonts.load(`${weight} 12px Inter`);
    }, Object.keys(WEIGHTS));
    return new FigurePage(browser, page);
  }

  /** Draws a spec with real colours, in place of the one before. */
  draw(spec: PlotlySpec, width: number, height: number, paper: string): Promise<Drawn> {
    return this.#page.evaluate(drawInPage, { spec, width, height, paper });
  }

  /** What is drawn, as a PNG. */
  picture(): Promise<Buffer> {
    return this.#page.locator("#figure").screenshot({ animations: "disabled" });
  }

  /** How far two PNGs differ. */
  compare(one: Uint8Array, other: Uint8Array): Promise<Difference> {
    const encoded = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
    return this.#page.evaluate(compareInPage, [encoded(one), encoded(other)] as const);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}
