// Figures and panels where no labextension is: a real kernel and study in a real JupyterLab and
// Notebook 7, drawn by the loader that stands in the notebook's own outputs.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { installedJupyter } from "./support/installed-jupyter.ts";
import { browserPath, type NotebookCell, type NotebookPage } from "./support/jupyter-lab.ts";
import { python } from "./support/run.ts";

const STUDY = `import { openStudy, float, int, plots, tuners } from "tunebook";
const study = await openStudy({
  name: "valley",
  space: { x: float(-3, 3), layers: int(1, 4) },
  objectives: { loss: "minimize" },
  tuner: tuners.random(),
  seed: 1,
});
const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));`;
// However slow the machine: trial 5 waits for the page to have been zoomed, and each for the page to have drawn.
const RUN = `import { existsSync, readFileSync } from "node:fs";
const drawn = () => (existsSync("drawn") ? Number(readFileSync("drawn", "utf8")) : 0);
await study.optimize(async (trial) => {
  await wait(110);
  while (trial.number === 5 && !existsSync("zoomed")) await wait(50);
  while (drawn() < 0.6 * trial.number) await wait(20);
  return trial.params.x ** 2 + trial.params.layers;
}, { until: { trials: 60 } });`;
const FIGURE = "plots.history(study)";

/** What the page saw of the panel, from its first drawing on. */
interface Seen {
  frames: number;
  blank: number;
  panels: number;
}

/** Looks at the panel in every frame that the browser draws. */
function watch(notebook: NotebookPage): Promise<void> {
  return notebook.page.evaluate(() => {
    const seen: Seen = { frames: 0, blank: 0, panels: 0 };
    (globalThis as unknown as { seen: Seen }).seen = seen;
    const look = () => {
      const panels = document.querySelectorAll<HTMLElement>(".tunebook-panel");
      const plots = document.querySelectorAll('[data-figure="history"] .main-svg');
      seen.panels = Math.max(seen.panels, panels.length);
      if (seen.frames > 0 || plots.length > 0) {
        seen.frames += 1;
        if (plots.length === 0 || panels[0]?.offsetHeight === 0) seen.blank += 1;
      }
      requestAnimationFrame(look);
    };
    look();
  });
}

const range = (notebook: NotebookPage) =>
  notebook.page.locator('.tunebook-panel [data-figure="history"]').evaluate((node) => {
    type Plot = { ["_fullLayout"]: { xaxis: { range: number[] } } };
    return (node as unknown as Plot)["_fullLayout"].xaxis.range;
  });

const html = (cells: NotebookCell[]) =>
  cells
    .flatMap(({ outputs = [] }) => outputs)
    .map(({ data }) => String((data as Record<string, unknown> | undefined)?.["text/html"] ?? ""));
const loaders = (cells: NotebookCell[]) =>
  html(cells).filter((text) => text.includes("DecompressionStream")).length;

describe.skipIf(!python || !browserPath).each(["lab", "notebook"] as const)(
  "without the labextension, in %s",
  (app) => {
    const jupyter = installedJupyter({ app, labextension: false });

    it("a live panel is drawn in one element, without a blank frame, and keeps its zoom", async () => {
      const viewport = { width: 1400, height: 1600 };
      const notebook = await jupyter.open("page.ipynb", [STUDY, RUN, FIGURE, "1"], { viewport });
      const { root } = jupyter.server;
      expect(await notebook.kernelName()).toBe("tunebook");
      await watch(notebook);
      const running = notebook.startAll();
      const panel = notebook.page.locator(".tunebook-panel");
      const layer = panel.locator('[data-figure="history"] .nsewdrag').first();
      await layer.waitFor();
      const element = await panel.elementHandle();
      await layer.scrollIntoViewIfNeeded();
      const box = (await layer.boundingBox())!;
      await notebook.page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.4);
      await notebook.page.mouse.down();
      await notebook.page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.45, {
        steps: 5,
      });
      await notebook.page.mouse.up();
      await panel.locator('[data-figure="history"][data-zoomed~="xaxis"]').waitFor();
      const zoomed = await range(notebook);
      expect(Number(await panel.getAttribute("data-finished"))).toBeLessThan(60);
      writeFileSync(join(root, "zoomed"), "");
      const draws = async () => Number(await panel.getAttribute("data-draws"));
      while ((await panel.getAttribute("data-status")) !== "finished") {
        const before = await draws();
        writeFileSync(join(root, "drawn"), String(before));
        await notebook.page.waitForFunction((last) => {
          const { draws: now, status } =
            document.querySelector<HTMLElement>(".tunebook-panel")!.dataset;
          return Number(now) > last || status === "finished";
        }, before);
      }
      await running.done;
      await notebook.page.locator('.tunebook-panel[data-status="finished"]').waitFor();
      await notebook.page.locator(".tunebook-figure .main-svg").first().waitFor();

      expect(await element!.evaluate((node) => node.isConnected)).toBe(true);
      expect(await range(notebook)).toEqual(zoomed);
      expect(await panel.getAttribute("data-finished")).toBe("60");
      // Sixty trials of 110 ms: a frame each 100 ms, of which a busy machine may miss some.
      expect(await draws()).toBeGreaterThan(30);
      const seen = await notebook.page.evaluate(
        () => (globalThis as unknown as { seen: Seen }).seen,
      );
      expect(seen).toMatchObject({ blank: 0, panels: 1 });
      expect(seen.frames).toBeGreaterThan(30);
      // Neither the loader nor the output that steered the panel takes room.
      const heights = await notebook.page
        .locator(".jp-RenderedHTMLCommon:not(:has([data-tunebook]))")
        .evaluateAll((nodes) => nodes.map((node) => (node as HTMLElement).offsetHeight));
      expect(heights).toEqual([0, 0]);
      expect(await notebook.page.locator("[data-tunebook] img").count()).toBe(0);
      const cells = await notebook.save();
      expect(loaders(cells)).toBe(1);
      expect(notebook.errors.filter((error) => /tunebook|plotly/i.test(error))).toEqual([]);

      // The loader is in the cell of the run: when that is run again, so is the loader shown.
      await notebook.runAll();
      await notebook.page.locator(".tunebook-figure .main-svg").first().waitFor();
      expect(loaders(await notebook.save())).toBe(1);
      await notebook.close();
    });

    it("a reload without a kernel draws all of it again", async () => {
      const notebook = await jupyter.server.open("page.ipynb", { kernel: false });
      expect(await notebook.trusted()).toBe(true);
      await notebook.page
        .locator(".tunebook-panel[data-finished='60'] .main-svg")
        .first()
        .waitFor();
      await notebook.page.locator(".tunebook-figure .main-svg").first().waitFor();
      await notebook.close();
    });

    it("a notebook that is not trusted shows the pictures", async () => {
      const { server } = jupyter;
      const text = readFileSync(join(server.root, "page.ipynb"), "utf8");
      writeFileSync(join(server.root, "foreign.ipynb"), text.replace('"valley"', '"hill"'));
      const notebook = await server.open("foreign.ipynb", { kernel: false });
      expect(await notebook.trusted()).toBe(false);
      const images = notebook.page.locator(".jp-OutputArea-output img");
      await images.nth(1).waitFor();
      const shown = await images.evaluateAll((nodes) =>
        nodes.map((node) => {
          const image = node as HTMLImageElement;
          return { width: image.naturalWidth, wide: image.offsetWidth > 500, alt: image.alt };
        }),
      );
      expect(shown).toEqual([
        { width: 1350, wide: true, alt: expect.stringContaining("60") },
        { width: 1350, wide: true, alt: expect.stringContaining("60 trials") },
      ]);
      expect(await notebook.page.locator(".tunebook-panel").count()).toBe(0);
      await notebook.close();
    });
  },
);
