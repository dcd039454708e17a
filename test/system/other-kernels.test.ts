// Live panels and figures in kernels that are not ours: whole bundles arrive, with the loader, since such
// a kernel cannot tell whether the page has the labextension.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FIGURE_MIME, type FigurePayload, type MimeBundle } from "../../lib/display/host.ts";
import type { Message } from "../../kernel/wire/message.ts";
import { startKernel } from "./support/kernel-client.ts";
import { root } from "./support/run.ts";

const folder = mkdtempSync(join(tmpdir(), "tunebook-others-"));

beforeAll(() => {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "tunebook"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const study = (from: string) => `import { float, openStudy, plots, tuners } from "${from}";
const study = await openStudy({ space: { x: float(-3, 3) }, tuner: tuners.random(), seed: 1 });
await study.optimize((trial) => trial.params.x ** 2, { until: { trials: 20 } });`;

const dataOf = ({ content }: Message) => content["data"] as MimeBundle;
const isLoader = (message: Message) =>
  String(dataOf(message)["text/html"]).includes("DecompressionStream");

/** A bundle that a saved notebook can keep: figure, picture with alt text, script, text. */
function expectWhole(bundle: MimeBundle, kind: FigurePayload["kind"]): void {
  const payload = bundle[FIGURE_MIME] as FigurePayload;
  expect(payload).toMatchObject({ version: 1, kind });
  expect(String(bundle["image/png"])).toMatch(/^iVBOR/);
  expect(bundle["text/html"]).toMatch(/^<div data-tunebook="[^"]+"><img src="data:image\/png/);
  expect(bundle["text/html"]).toContain("<script>");
  expect(bundle["text/plain"]).toMatch(/20/);
}

/** The messages that a run showed something with. */
function displays(outputs: Message[]): Message[] {
  return outputs.filter(({ header }) =>
    ["display_data", "update_display_data", "execute_result"].includes(header.msg_type),
  );
}

function expectPanel(shown: Message[]): void {
  expect(shown.filter(isLoader)).toHaveLength(1);
  expect(isLoader(shown[0]!)).toBe(true);
  const last = shown.findLast((message) => FIGURE_MIME in dataOf(message))!;
  expect(last.header.msg_type).toBe("update_display_data");
  expectWhole(dataOf(last), "panel");
}

describe("tslab's kernel", () => {
  it("draws a live panel, and a figure that is told to show itself", async () => {
    const tslab = join(root, "node_modules", "tslab", "bin", "tslab");
    await using kernel = await startKernel({
      cwd: folder,
      command: [process.execPath, tslab, "kernel", "--config-path"],
    });
    const run = await kernel.execute(study("tunebook"));
    expect([run.status, run.stderr]).toEqual(["ok", ""]);
    expectPanel(displays(run.outputs));

    const shown = await kernel.execute(`import * as tunebook from "tunebook";
await tunebook.plots.history(study).show();`);
    const [figure, ...others] = displays(shown.outputs);
    expect(others).toEqual([]);
    expectWhole(dataOf(figure!), "figure");
    // tslab prints the last value itself: then it is the figure's text.
    const printed = await kernel.execute("tunebook.plots.history(study)");
    expect(printed.stdout).toMatch(/^History of 20 trials/);
  });
});

/** Deno is no dependency of this project: its executable is named by whoever has it. */
const deno = process.env["TUNEBOOK_DENO"];

describe.skipIf(!deno)("Deno's kernel (TUNEBOOK_DENO)", () => {
  it("draws a live panel, and a figure that is the last value of a cell", async () => {
    await using kernel = await startKernel({
      cwd: root,
      command: [deno!, "jupyter", "--kernel", "--conn"],
    });
    const run = await kernel.execute(study("./dist/lib/index.js"));
    expect([run.status, run.stderr]).toEqual(["ok", ""]);
    // Deno may say that it is idle before it publishes what the cell showed.
    const isFigure = (message: Message) =>
      (dataOf(message)[FIGURE_MIME] as FigurePayload | undefined)?.kind === "figure";
    const drawn = () =>
      displays(kernel.published).findLast((message) => FIGURE_MIME in dataOf(message));
    await expect.poll(() => drawn()?.header.msg_type).toBe("update_display_data");
    expectPanel(displays(kernel.published));
    await kernel.execute("plots.history(study)");
    await expect.poll(() => displays(kernel.published).filter(isFigure)).toHaveLength(1);
    const all = displays(kernel.published);
    expectWhole(dataOf(all.find(isFigure)!), "figure");
    expect(all.filter(isLoader)).toHaveLength(1);
  });
});
