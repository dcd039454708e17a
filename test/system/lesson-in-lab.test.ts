import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installedJupyter } from "./support/installed-jupyter.ts";
import { browserPath, type NotebookCell, type NotebookPage } from "./support/jupyter-lab.ts";
import { python, root } from "./support/run.ts";

const name = "01-why-tuning-is-hard.ipynb";
const scratch = mkdtempSync(join(tmpdir(), "lesson-in-lab-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const truth = join(scratch, "truth.jsonl");

/** A state of the study as the kernel had it: how many trials were finished, and the best value. */
interface State {
  finished: number;
  best: number | null;
}

/** What the panel on the page says. */
interface Reading extends State {
  status: string;
  draws: number;
  panels: number;
}

const source = (cell: NotebookCell) => [cell.source].flat().join("");
const outputs = (cell: NotebookCell) =>
  (cell.outputs ?? []) as { data?: Record<string, unknown> }[];

/**
 * The lesson as it is shipped, without outputs, and with one line that writes down what the study
 * holds each time that changes: the panel is compared with that. Its last four trials wait until there is the
 * file `read`, however slow the page is.
 */
function watchedLesson(read: string): string {
  const lesson = JSON.parse(readFileSync(join(root, "notebooks/course", name), "utf8"));
  for (const cell of lesson.cells as NotebookCell[]) {
    if (cell.cell_type !== "code") continue;
    cell.outputs = [];
    cell.execution_count = null;
    cell.source = source(cell).replace(
      "await chosen.optimize(train)",
      "watch(chosen);\nawait chosen.optimize((trial) => held(trial, train))",
    );
  }
  const watch = `import { appendFileSync, existsSync } from "node:fs";
async function held<T extends { number: number; signal: AbortSignal }, V>(trial: T, train: (trial: T) => Promise<V>) {
  while (trial.number >= 12 && !existsSync("${read}") && !trial.signal.aborted)
    await new Promise((done) => setTimeout(done, 20));
  return train(trial);
}
function watch(study: { trials: readonly { state: string }[]; best: { value: number | undefined } | undefined }) {
  let last = "";
  setInterval(() => {
    const finished = study.trials.filter(({ state }) => ["complete", "pruned", "failed"].includes(state)).length;
    const state = JSON.stringify({ finished, best: study.best?.value ?? null });
    if (state !== last) appendFileSync(${JSON.stringify(truth)}, state + "\\n");
    last = state;
  }, 5).unref();
}`;
  lesson.cells.unshift({
    cell_type: "code",
    id: "watch",
    metadata: {},
    execution_count: null,
    outputs: [],
    source: watch,
  });
  return JSON.stringify(lesson);
}

const states = (): State[] =>
  readFileSync(truth, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as State);

/** What the page gives of its first panel, undefined before there is one. All at once: a study goes on meanwhile. */
const READING = `(() => {
  const node = document.querySelector(".tunebook-panel");
  if (!node) return undefined;
  const { finished, best, status, draws } = node.dataset;
  return {
    finished: Number(finished),
    best: best === "" ? null : Number(best),
    status,
    draws: Number(draws ?? node.closest("[data-draws]")?.dataset.draws),
    panels: node.closest(".jp-OutputArea").querySelectorAll(".tunebook-panel").length,
  };
})()`;

const read = (notebook: NotebookPage): Promise<Reading> => notebook.page.evaluate(READING);

/** Waits until the first panel shows something that satisfies `condition`, and gives that. */
async function waitFor(notebook: NotebookPage, condition: string): Promise<Reading> {
  const found = await notebook.page.waitForFunction(
    `(() => {
      const reading = ${READING};
      if (!reading) return false;
      const { finished, status, draws } = reading;
      return (${condition}) && reading;
    })()`,
    null,
    { polling: 50, timeout: 120_000 },
  );
  return (await found.jsonValue()) as Reading;
}

const axisRange = (notebook: NotebookPage) =>
  notebook.page
    .locator(".tunebook-panel [data-figure]")
    .first()
    .evaluate((node) => {
      const plot = node as HTMLElement & { _fullLayout: { xaxis: { range: number[] } } };
      return [...plot._fullLayout.xaxis.range];
    });

describe.skipIf(!python || !browserPath)("lesson 01 in JupyterLab, in a browser", () => {
  const jupyter = installedJupyter({
    env: { TUNEBOOK_COURSE_PROGRESS: join(scratch, "progress.json") },
  });
  let notebook: NotebookPage;

  beforeAll(async () => {
    const { server } = jupyter;
    writeFileSync(join(server.root, name), watchedLesson("read"));
    notebook = await server.open(name);
  });

  it("shows the study as it is while the cell runs, in one element whose zoom stays", async () => {
    expect(await notebook.kernelName()).toBe("tunebook");
    const { done } = notebook.startAll();
    const readings = [await waitFor(notebook, "finished >= 1")];
    const panel = await notebook.page.locator(".tunebook-panel").first().elementHandle();
    await panel!.scrollIntoViewIfNeeded();

    // Zoom into the history by dragging over it.
    const before = await axisRange(notebook);
    const box = (await notebook.page.locator(".tunebook-panel .nsewdrag").first().boundingBox())!;
    const y = box.y + box.height / 2;
    await notebook.page.mouse.move(box.x + box.width * 0.1, y);
    await notebook.page.mouse.down();
    await notebook.page.mouse.move(box.x + box.width * 0.6, y, { steps: 8 });
    await notebook.page.mouse.up();
    await notebook.page.waitForFunction(
      () => document.querySelector<HTMLElement>(".tunebook-panel [data-zoomed]")?.dataset["zoomed"],
    );
    const zoomed = await axisRange(notebook);
    expect(zoomed).not.toEqual(before);
    const drawsAtZoom = (await read(notebook)).draws;
    readings.push(await waitFor(notebook, `draws >= ${drawsAtZoom + 2}`));
    expect(await axisRange(notebook)).toEqual(zoomed);

    for (const least of [4, 7, 10]) readings.push(await waitFor(notebook, `finished >= ${least}`));
    await notebook.picture("lesson-01-running");
    expect(readings.every(({ status }) => status === "running")).toBe(true);
    writeFileSync(join(jupyter.server.root, "read"), "");

    await waitFor(notebook, 'status !== "running"');
    await done;
    const last = await read(notebook);
    const known = states();
    expect({ finished: last.finished, best: last.best }).toEqual(known.at(-1));
    expect(last.finished).toBe(16);
    // Each reading is a state that the study had, and they come in the study's own order.
    const places = readings.map(({ finished, best }) =>
      known.findIndex((state) => state.finished === finished && state.best === best),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect([...readings, last].map(({ panels }) => panels)).toEqual(
      readings.map(() => 1).concat(1),
    );
    expect(await panel!.evaluate((node) => node.isConnected)).toBe(true);
    expect(last.draws).toBeGreaterThan(10);
  }, 240_000);

  it("saves a picture of each figure, and shows all of them again without a kernel", async () => {
    const cells = await notebook.save();
    const { server } = jupyter;
    const saved = JSON.parse(readFileSync(join(server.root, name), "utf8")).cells as NotebookCell[];
    expect(saved.length).toBe(cells.length);
    const drawn = saved
      .flatMap(outputs)
      .filter(({ data }) => data?.["application/vnd.tunebook.plotly.v1+json"]);
    expect(drawn.length).toBe(4);
    for (const { data } of drawn) {
      const png = Buffer.from([data!["image/png"]].flat().join(""), "base64");
      expect(png.subarray(1, 4).toString()).toBe("PNG");
      expect(png.length).toBeGreaterThan(10_000);
    }
    expect(saved.flatMap(outputs).filter((output) => "ename" in output)).toEqual([]);
    await notebook.close();

    const reader = await server.open(name, { kernel: false });
    await reader.page.waitForFunction(
      () => document.querySelectorAll(".tunebook-panel, .tunebook-figure .main-svg").length >= 4,
    );
    expect(await reader.page.locator(".tunebook-panel").count()).toBe(2);
    expect(
      await reader.page.locator(".tunebook-panel .tunebook-plot .main-svg").count(),
    ).toBeGreaterThan(3);
    await reader.page.locator(".tunebook-panel").first().scrollIntoViewIfNeeded();
    await reader.picture("lesson-01-reloaded");
    await reader.close();
  });

  it("Stop in the panel during training ends the cell and keeps the finished trials", async () => {
    const { server } = jupyter;
    writeFileSync(join(server.root, "stop.ipynb"), watchedLesson("never"));
    const page = await server.open("stop.ipynb");
    const { done } = page.startAll();
    await waitFor(page, "finished >= 2");
    await page.page.locator(".tunebook-panel").first().scrollIntoViewIfNeeded();
    await page.page.getByRole("button", { name: "Stop", exact: true }).click();
    const stopped = await waitFor(page, 'status === "stopped"');
    await done.catch(() => undefined);
    expect(stopped.finished).toBeGreaterThanOrEqual(2);
    expect(stopped.finished).toBeLessThan(16);
    await page.picture("lesson-01-stopped");
    const kept = await page.evaluate(
      "",
      'chosen.trials.filter((trial) => trial.state === "complete").length',
    );
    expect(Number(kept)).toBe(stopped.finished);
    await page.close();
  }, 240_000);
});
