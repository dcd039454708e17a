import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "esbuild";
import { FIGURE_MIME } from "../../../../lib/display/host.ts";
import { curves } from "../../../../lib/plots/curves.ts";
import {
  EXAMPLE_NOW,
  examplePlan,
  exampleStudy,
} from "../../../../lib/plots/common/example-study.ts";
import { history } from "../../../../lib/plots/history.ts";
import { panelModel } from "../../../../lib/plots/panel/model.ts";
import { studyDisplay } from "../../../../lib/plots/card/display.ts";
import { draw, type PictureRequest } from "../../../../lib/plots/static/draw.ts";
import { textWidth } from "../../../../lib/plots/static/font-metrics.ts";
import { PictureWorker } from "../../../../lib/plots/static/picture.ts";
import { completed, pngSize, studyOf, trialOf } from "../fixtures.ts";

const study = exampleStudy();
const nasty = `</text><script>alert(1)</script>&"'\u0000\ud800 ${"n".repeat(300)}`;
let folder: string;

beforeAll(async () => {
  // In here, so that a bundled worker finds its packages.
  const cache = fileURLToPath(new URL("../../../../node_modules/.cache/", import.meta.url));
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(join(cache, "tunebook-pictures-"));
});
afterAll(() => rm(folder, { recursive: true }));

function request(parts: Partial<PictureRequest> = {}): PictureRequest {
  const figure = history(study);
  return {
    subject: { kind: "figure", spec: figure.spec, height: figure.height },
    format: "png",
    theme: "light",
    width: 900,
    scale: 1,
    ...parts,
  };
}

const svgOf = async (subject: PictureRequest["subject"]) =>
  new TextDecoder().decode(await draw(request({ subject, format: "svg" })));

describe("pictures", () => {
  test.each([history, curves])("%o is a PNG of the size that was asked for", async (make) => {
    const figure = make(study);
    for (const scale of [1, 2]) {
      const bytes = await figure.toPicture("png", { scale });
      expect(pngSize(bytes)).toEqual({ width: 900 * scale, height: figure.height * scale });
      expect(bytes.length).toBeGreaterThan(10_000);
    }
  });

  test("a figure's SVG holds its title, its ticks and real colours", async () => {
    const figure = history(study);
    const svg = new TextDecoder().decode(await figure.toPicture("svg", { theme: "dark" }));
    expect(svg).toContain(`found by trial ${study.best?.number}`);
    expect(svg).not.toContain("token:");
    expect(svg).toContain("255, 177, 74"); // best, in the dark theme
  });

  test("the panel's picture says what the model says", async () => {
    const panel = panelModel(study, examplePlan(), EXAMPLE_NOW);
    const svg = await svgOf({ kind: "panel", panel });
    for (const words of ["47 of 60 trials", "2 running", panel.best?.text ?? "", "learningRate"]) {
      expect(svg).toContain(`>${words}</text>`);
    }
    expect(svg).not.toContain("token:");
  });

  test.each([
    ["nothing", studyOf([])],
    ["one trial", studyOf(completed([1]))],
    ["failures", studyOf([trialOf(0, { state: "failed" })])],
    [
      "names that are no names",
      studyOf([trialOf(0, { value: 1, point: { [nasty]: nasty } })], {
        name: nasty,
        objectives: { [nasty]: "minimize" },
        tunerName: nasty,
      }),
    ],
  ])("a panel of %s can be drawn", async (_, odd) => {
    const panel = panelModel(odd, undefined, 0);
    const svg = await svgOf({ kind: "panel", panel });
    expect(svg).not.toContain("<script");
    const bytes = await draw(request({ subject: { kind: "panel", panel } }));
    expect(pngSize(bytes).width).toBe(900);
  });

  test("WebGL traces are drawn as SVG", async () => {
    const spec = {
      data: [{ type: "scattergl", mode: "markers", x: [1, 2], y: [1, 2] }],
      layout: {},
    };
    expect(await svgOf({ kind: "figure", spec, height: 300 })).toMatch(/class="point"/);
  });
});

describe("bundles", () => {
  test("a figure and a study show themselves as figure, html, picture and text", async () => {
    const figure = history(study) as unknown as Record<symbol, () => Promise<object>>;
    const bundles = [await figure[Symbol.for("Jupyter.display")]?.(), await studyDisplay(study)];
    for (const bundle of bundles) {
      expect(Object.keys(bundle ?? {})).toEqual([
        FIGURE_MIME,
        "text/html",
        "image/png",
        "text/plain",
      ]);
    }
  });

  test("save writes .png and .svg, and names what else is wrong", async () => {
    const png = join(folder, "history.png");
    await history(study).save(png);
    expect(pngSize(await readFile(png)).width).toBe(1800);
    await history(study).save(join(folder, "history.svg"));
    expect(await readFile(join(folder, "history.svg"), "utf8")).toMatch(/^<svg/);
    await expect(history(study).save("history.gif")).rejects.toThrow(
      /history\.gif.*\.png, \.svg or \.html/,
    );
  });
});

const script = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
const listen = 'import { parentPort } from "node:worker_threads";parentPort.on("message",';

describe("the worker", () => {
  test("draws as this thread does", async () => {
    const file = join(folder, "worker.mjs");
    const sources = new URL("../../../../lib/plots/static/worker.ts", import.meta.url);
    await build({
      entryPoints: [fileURLToPath(sources)],
      outfile: file,
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      define: {
        "import.meta.url": JSON.stringify(sources.href),
      },
    });
    const worker = new PictureWorker(pathToFileURL(file));
    worker.start();
    // It loads all that draws first, which may take its time where other tests run beside it.
    const bytes = await worker.draw(request(), 200_000);
    await worker.close();
    expect(Buffer.from(bytes).equals(Buffer.from(await draw(request())))).toBe(true);
  });

  test("is given up when it takes too long, and the next picture gets a new one", async () => {
    const worker = new PictureWorker(script("setInterval(() => {}, 1000)"));
    await expect(worker.draw(request(), 50)).rejects.toThrow("longer than 0.05 s");
    await expect(worker.draw(request(), 50)).rejects.toThrow("longer than 0.05 s");
    await worker.close();
  });

  test("says why it cannot draw", async () => {
    const refusing = `${listen} ({ id }) => parentPort.postMessage({ id, error: "no font" }))`;
    const worker = new PictureWorker(script(refusing));
    await expect(worker.draw(request())).rejects.toThrow("no font");
    await worker.close();
  });

  test("a thread that dies fails what waits for it", async () => {
    const worker = new PictureWorker(script(`${listen} () => process.exit(3))`));
    await expect(worker.draw(request())).rejects.toThrow("ended");
    const broken = new PictureWorker(script('throw new Error("broken")'));
    await expect(broken.draw(request())).rejects.toThrow("broken");
  });
});

test("text is measured by the very font that draws it", () => {
  expect(textWidth("", 12)).toBe(0);
  expect(textWidth("mm", 12)).toBeCloseTo(2 * textWidth("m", 12), 10);
  expect(textWidth("0.0641", 12, 600)).toBeGreaterThan(textWidth("0.0641", 12, 400));
  // Inter's zero is 0.62 em wide, its thin space a fifth of the em or less.
  expect(textWidth("0", 1000)).toBeGreaterThan(580);
  expect(textWidth("0", 1000)).toBeLessThan(660);
  expect(textWidth("\u2009", 1000)).toBeLessThan(250);
});
