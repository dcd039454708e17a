// The renderer in a real JupyterLab and Notebook: what it draws, keeps and says. The payloads are
// made by hand and shown by the built kernel, so that each test decides what arrives and when.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FIGURE_MIME } from "../../lib/display/host.ts";
import { packed } from "../../lib/plots/common/packed.ts";
import { installedJupyter } from "./support/installed-jupyter.ts";
import { browserPath, type NotebookPage, notebookOf, startJupyter } from "./support/jupyter-lab.ts";
import { python } from "./support/run.ts";
import { figurePayload, panelPayload } from "./support/synthetic-panel.ts";

const SETUP = `import { readFileSync } from "node:fs";
const host = (globalThis as any)[Symbol.for("tunebook.host")];
const frames: any[] = JSON.parse(readFileSync("frames.json", "utf8"));
const show = (index: number, update: boolean) =>
  host.display({ "${FIGURE_MIME}": frames[index], "text/plain": "frame " + index }, { id: "panel", update });
show(10, false);`;

const figureOutput = (payload: unknown) => ({
  output_type: "display_data",
  metadata: {},
  data: { [FIGURE_MIME]: payload, "text/plain": "a figure" },
});

const panelData = (notebook: NotebookPage) =>
  notebook.page
    .locator(".tunebook-panel")
    .evaluateAll((nodes) => nodes.map((node) => ({ ...(node as HTMLElement).dataset })));

/** Waits until the panel shows `finished` trials and its figures stand. */
async function shown(notebook: NotebookPage, finished: number): Promise<void> {
  await notebook.page
    .locator(`.tunebook-panel[data-finished="${finished}"] [data-figure="curves"] .main-svg`)
    .first()
    .waitFor();
}

/** Where Plotly keeps what it has drawn. */
interface PlotNode {
  ["_fullLayout"]: Record<"xaxis" | "yaxis", { range: number[] }>;
}

const ranges = (notebook: NotebookPage) =>
  notebook.page.locator('[data-figure="history"]').evaluate((node) => {
    const { xaxis, yaxis } = (node as unknown as PlotNode)["_fullLayout"];
    return [...xaxis.range, ...yaxis.range];
  });

/** Shows a frame and waits for the draw that it leads to. */
async function update(notebook: NotebookPage, index: number): Promise<void> {
  const before = Number((await panelData(notebook))[0]!["draws"]);
  await notebook.evaluate(`show(${index}, true)`);
  await notebook.page.waitForFunction(
    (drawn) =>
      Number(document.querySelector<HTMLElement>(".tunebook-panel")!.dataset["draws"]) > drawn,
    before,
  );
}

describe.skipIf(!python || !browserPath)("the renderer in JupyterLab", () => {
  const jupyter = installedJupyter();

  async function fresh(name: string, ...more: string[]): Promise<NotebookPage> {
    const notebook = await jupyter.open(name, [SETUP, ...more]);
    expect(await notebook.kernelName()).toBe("tunebook");
    await notebook.runAll();
    return notebook;
  }

  beforeAll(() => {
    const frames = Array.from({ length: 61 }, (_, finished) => panelPayload(finished));
    writeFileSync(join(jupyter.server.root, "frames.json"), JSON.stringify(frames));
  });

  it("shows 50 updates at ten a second in one element that keeps its size", async () => {
    const notebook = await fresh("updates.ipynb");
    await shown(notebook, 10);
    const panel = await notebook.page.locator(".tunebook-panel").elementHandle();
    const plot = await notebook.page.locator('[data-figure="history"]').elementHandle();
    const height = await panel!.evaluate((node) => (node as HTMLElement).offsetHeight);
    await notebook.evaluate(`for (let index = 11; index <= 60; index++) {
      show(index, true);
      await new Promise((done) => setTimeout(done, 100));
    }`);
    await shown(notebook, 60);
    const [data, ...others] = await panelData(notebook);
    expect(others).toEqual([]);
    expect(await panel!.evaluate((node) => node.isConnected)).toBe(true);
    expect(await plot!.evaluate((node) => node.isConnected)).toBe(true);
    const last = panelPayload(60).panel;
    expect(data).toMatchObject({ status: "finished", best: String(last.best!.value) });
    expect(Number(data!["draws"])).toBeLessThanOrEqual(51);
    expect(await panel!.evaluate((node) => (node as HTMLElement).offsetHeight)).toBe(height);
    expect(await notebook.page.getByRole("button", { name: "Stop", exact: true }).count()).toBe(0);
    expect(await notebook.page.locator(".tb-number").innerText()).toBe(last.best!.text);
    expect(await notebook.page.locator(".tb-cell").count()).toBe(60);
    await notebook.close();
  });

  it("draws in the font that it brings along", async () => {
    const notebook = await fresh("fonts.ipynb");
    await shown(notebook, 10);
    const faces = await notebook.page.evaluate(() =>
      [...document.fonts]
        .filter(({ family }) => family === "Inter")
        .map(({ weight, status }) => `${weight} ${status}`),
    );
    expect(faces.toSorted()).toEqual(["400 loaded", "500 loaded", "600 loaded"]);
    await notebook.close();
  });

  it("keeps both zoomed axes while frames bring other ranges, until a double click", async () => {
    const notebook = await fresh("zoom.ipynb");
    await shown(notebook, 10);
    const before = await ranges(notebook);
    const layer = notebook.page.locator('[data-figure="history"] .nsewdrag').first();
    await layer.scrollIntoViewIfNeeded();
    const box = (await layer.boundingBox())!;
    const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
    await notebook.page.mouse.move(...at(0.2, 0.2));
    await notebook.page.mouse.down();
    await notebook.page.mouse.move(...at(0.6, 0.8), { steps: 8 });
    await notebook.page.mouse.up();
    await notebook.page.locator('[data-figure="history"][data-zoomed="xaxis yaxis"]').waitFor();
    const zoomed = await ranges(notebook);
    for (const [index, value] of zoomed.entries()) expect(value).not.toBeCloseTo(before[index]!, 2);
    await update(notebook, 30);
    await update(notebook, 40);
    expect(await ranges(notebook)).toEqual(zoomed);

    await notebook.page.mouse.dblclick(...at(0.5, 0.5));
    await notebook.page.locator('[data-figure="history"][data-zoomed=""]').waitFor();
    const { layout } = panelPayload(40).panel.figures[0]!.spec;
    const { xaxis, yaxis } = layout as Record<string, { range: number[] }>;
    await expect.poll(() => ranges(notebook)).toEqual([...xaxis!.range, ...yaxis!.range]);
    await notebook.close();
  });

  it("keeps the label under the mouse through updates", async () => {
    const notebook = await fresh("hover.ipynb");
    await shown(notebook, 10);
    const figure = notebook.page.locator('[data-figure="history"]');
    await figure.scrollIntoViewIfNeeded();
    // A point by its place among the drawn ones: the first step of the best.
    const point = (await figure.locator(".scatterlayer .points path").last().boundingBox())!;
    await notebook.page.mouse.move(point.x - 30, point.y - 30);
    await notebook.page.mouse.move(point.x + point.width / 2, point.y + point.height / 2, {
      steps: 5,
    });
    const label = figure.locator(".hoverlayer .hovertext");
    await label.first().waitFor();
    await update(notebook, 11);
    await expect.poll(() => label.count()).toBe(1);
    await notebook.close();
  });

  it("takes the page's theme, also when it changes", async () => {
    const notebook = await fresh("theme.ipynb");
    await shown(notebook, 10);
    const colours = () =>
      notebook.page.locator(".tunebook-panel").evaluate((node) => ({
        paper: getComputedStyle(node).backgroundColor,
        best: getComputedStyle(node.querySelector(".tb-number")!).color,
        tick: getComputedStyle(node.querySelector(".xtick text")!).fill,
      }));
    await expect.poll(colours).toEqual({
      paper: "rgb(255, 255, 255)",
      best: "rgb(168, 84, 0)",
      tick: "rgb(86, 97, 111)",
    });
    await notebook.command("apputils:change-theme", { theme: "JupyterLab Dark" });
    await expect.poll(colours).toEqual({
      paper: "rgb(20, 24, 30)",
      best: "rgb(255, 192, 105)",
      tick: "rgb(165, 176, 189)",
    });
    await notebook.command("apputils:change-theme", { theme: "JupyterLab Light" });
    await notebook.close();
  });

  it("tells the kernel that it is there, again after a restart, and asks it to stop a study", async () => {
    const notebook = await fresh(
      "comm.ipynb",
      `const heard: unknown[] = [];
host.comm.register("tunebook.control", (comm: any, opening: unknown) => {
  comm.onMessage((message: unknown) => heard.push(message));
});`,
    );
    await shown(notebook, 10);
    await expect.poll(() => notebook.evaluate("", "host.renderer")).toBe("true");
    const stop = notebook.page.getByRole("button", { name: "Stop", exact: true });
    await stop.scrollIntoViewIfNeeded();
    await stop.click();
    expect(await notebook.page.locator(".tb-stop").isDisabled()).toBe(true);
    await expect
      .poll(() => notebook.evaluate("", "JSON.stringify(heard)"))
      .toContain('{"command":"stop","study":"digits"}');
    // The next frame of the same run does not bring the button back to life.
    await update(notebook, 12);
    expect(await notebook.page.locator(".tb-stop").isDisabled()).toBe(true);

    await notebook.page.evaluate(async () => {
      const { jupyterapp } = globalThis as never as {
        jupyterapp: {
          shell: {
            currentWidget: {
              sessionContext: { session: { kernel: { restart(): Promise<void> } } };
            };
          };
        };
      };
      await jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart();
    });
    const asked = '(globalThis as any)[Symbol.for("tunebook.host")].renderer';
    await expect.poll(() => notebook.evaluate("", asked)).toBe("true");
    await notebook.close();
  });

  it("draws in a notebook that is not trusted and has no kernel, and takes no HTML from it", async () => {
    const panel = panelPayload(47);
    const hostile = '<img src=x onerror="globalThis.broken=1">';
    panel.panel.title = hostile;
    panel.panel.params[0]!.text = hostile;
    panel.themes = {
      ...panel.themes,
      light: { ...panel.themes.light, card: "url(https://example.invalid/)" },
    };
    const outputs = [
      [figureOutput(figurePayload(60))],
      [figureOutput(panel)],
      [figureOutput({ version: 2 })],
      [figureOutput({ ...figurePayload(5), spec: { data: "none" } })],
    ];
    const sources = outputs.map((_, index) => `// ${index}`);
    const { server } = jupyter;
    writeFileSync(join(server.root, "foreign.ipynb"), notebookOf("tunebook", sources, outputs));
    const notebook = await server.open("foreign.ipynb", { kernel: false });
    expect(await notebook.trusted()).toBe(false);
    await shown(notebook, 47);
    await notebook.page.locator(".tunebook-figure .main-svg").first().waitFor();
    const figure = notebook.page.getByRole("img", { name: "History of 60 trials" });
    expect(await figure.count()).toBe(1);
    expect(await notebook.page.locator(".tb-title").innerText()).toBe(hostile);
    expect(await notebook.page.locator(".tunebook-panel img").count()).toBe(0);
    expect(await notebook.page.evaluate(() => "broken" in globalThis)).toBe(false);
    const styles = await notebook.page.locator(".tunebook-panel").getAttribute("style");
    expect(styles).not.toContain("url(");
    await expect
      .poll(() => notebook.page.locator(".tunebook-problem").allInnerTexts())
      .toEqual([
        expect.stringContaining("another version of Tunebook (its format is 2"),
        expect.stringContaining("damaged"),
      ]);
    const stop = notebook.page.locator(".tb-stop");
    await stop.scrollIntoViewIfNeeded();
    await stop.click();
    await expect.poll(() => stop.innerText()).toBe("No kernel");
    await notebook.close();
  });

  it("leaves the page's own globals alone", async () => {
    const notebook = await fresh("globals.ipynb");
    await shown(notebook, 10);
    expect(await notebook.page.evaluate(() => "Plotly" in globalThis)).toBe(false);
    await notebook.close();
  });
});

describe.skipIf(!python || !browserPath)("the renderer in Notebook 7", () => {
  it("draws a panel, a figure, and one that was packed", async () => {
    await using server = await startJupyter({ app: "notebook" });
    const figure = figurePayload(50);
    const large = { ...figure, spec: { ...figure.spec, meta: "✓".repeat(50_000) } };
    const content = packed(large);
    expect(content).toHaveProperty("packed");
    const outputs = [panelPayload(47), figurePayload(60), content].map((one) => [
      figureOutput(one),
    ]);
    writeFileSync(
      join(server.root, "seven.ipynb"),
      notebookOf("python3", ["# panel", "# figure", "# packed"], outputs),
    );
    const notebook = await server.open("seven.ipynb", { kernel: false });
    await shown(notebook, 47);
    await notebook.page.locator(".tunebook-figure .main-svg").first().waitFor();
    await notebook.cell(2).locator(".tunebook-figure .main-svg").first().waitFor();
    await notebook.page.getByRole("img", { name: figure.alt }).waitFor();
    const panel = notebook.page.locator(".tunebook-panel");
    expect(await panel.locator(".tb-param").count()).toBe(9);
    const widths = await panel.evaluate((node) => [node.clientWidth, node.scrollWidth]);
    expect(widths[1]).toBe(widths[0]);
    // Pixels between a chip's number and its value, of those that are seen, with a cell of each width.
    const gaps = await panel.evaluate((node) =>
      [900, 700, 650, 420, 200].map((width) => {
        node.style.width = `${width}px`;
        const { bottom } = node.querySelector(".tb-chips")!.getBoundingClientRect();
        return [...node.querySelectorAll(".tb-chip[data-state] .tb-row")].flatMap((row) => {
          const [number, value] = [...row.children].map((one) => one.getBoundingClientRect());
          return number!.top < bottom ? [Math.round(value!.left - number!.right)] : [];
        });
      }),
    );
    expect(gaps.map((row) => row.length >= 4 && row.every((gap) => gap >= 8))).toEqual(
      gaps.map(() => true),
    );
  });
});
