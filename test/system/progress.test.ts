// Bars of long work in the built kernel and in a real JupyterLab: drawn in place, one output, one line at the end.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { startRuntime, type TestRuntime } from "./runtime-support/runtime.ts";
import { installedJupyter } from "./support/installed-jupyter.ts";
import { browserPath } from "./support/jupyter-lab.ts";
import { python } from "./support/run.ts";

const library = pathToFileURL(resolve(import.meta.dirname, "../../dist/lib/index.js")).href;
const load = `const tunebook = await import(${JSON.stringify(library)});`;

const BARS = '.jp-OutputArea [role="progressbar"]';

/** What was displayed in a cell, in order. */
function displays(runtime: TestRuntime, id: number) {
  return runtime.messages.flatMap((message) =>
    message.type === "display" && message.id === id
      ? [
          {
            id: message.displayId,
            update: message.update,
            text: String(message.data["text/plain"]),
          },
        ]
      : [],
  );
}

describe("a bar in the kernel", () => {
  it("is one output that is updated in place, and ends as one line", async () => {
    const runtime = await startRuntime();
    const { error } = await runtime.run(`${load}
      for await (const item of tunebook.progress(Array(20).keys(), { label: "Folds", unit: "fold", total: 20 }))
        await new Promise((done) => setTimeout(done, 50));`);
    expect(error).toBeUndefined();
    const shown = displays(runtime, runtime.last);
    expect(shown.length).toBeGreaterThanOrEqual(3);
    expect(shown.map(({ update }) => update)).toEqual([false, ...shown.slice(1).map(() => true)]);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(1);
    expect(shown.at(-2)?.text).toMatch(/^Folds +█+░* +(1\d|20) of 20 folds/);
    expect(shown.at(-1)?.text).toMatch(/^✓ Folds · 20 folds in \d+ s$/);
  });

  it("of work that never pauses is sent while it computes", async () => {
    const runtime = await startRuntime();
    const running = runtime.run(`${load}
      for (const item of tunebook.progress(Array(8).keys(), { label: "Trees", unit: "tree", total: 8 })) {
        if (item === 6) console.log("the seventh");
        for (const end = Date.now() + 200; Date.now() < end; );
      }`);
    const id = runtime.last;
    await runtime.until(() => runtime.text(id).includes("the seventh"));
    expect(displays(runtime, id).at(-1)?.text).toMatch(/[56] of 8 trees/);
    expect((await running).error).toBeUndefined();
    expect(displays(runtime, id).at(-1)?.text).toMatch(/^✓ Trees · 8 trees in \d+ s$/);
  });

  const race = (objective: string) => `${load}
    const { analysis, compileSpace, float, tuners } = tunebook;
    await analysis.race({
      space: compileSpace({ x: float(0, 1) }),
      objective: ${objective},
      tuners: { random: tuners.random(), quasi: tuners.quasiRandom() },
      trials: 400,
      seeds: 20,
    });`;
  const busy = "{ for (const end = Date.now() + 5; Date.now() < end; ); return params.x; }";

  it.each([
    [
      "between two trials",
      `({ number, params }) => { if (number === 300) console.log("far"); ${busy} }`,
    ],
    [
      "in a line that never ends",
      `({ number, params }) => { if (number === 300) { console.log("far"); for (;;); } ${busy} }`,
    ],
  ])("Stop ends a race %s, and its bar says so", async (_, objective) => {
    const runtime = await startRuntime();
    const running = runtime.run(race(objective));
    const id = runtime.last;
    // A second and a half into it: there is a bar, and in the second case nothing moves any more.
    await runtime.until(() => runtime.text(id).includes("far"));
    expect(displays(runtime, id).length).toBeGreaterThan(0);
    runtime.client.interrupt();
    expect((await running).error).toBeDefined();
    expect(displays(runtime, id).at(-1)?.text).toMatch(
      /^■ Race of 2 tuners stopped at \d+ of 40 studies, after \d+ s$/,
    );
    const count = displays(runtime, id).length;
    await runtime.run("await new Promise((done) => setTimeout(done, 300))");
    expect(displays(runtime, id)).toHaveLength(count);
  });
});

describe.skipIf(!python || !browserPath)("a bar in JupyterLab", () => {
  const jupyter = installedJupyter();

  it("keeps its place and its columns while it fills, then is one line in the file", async () => {
    const notebook = await jupyter.open("bar.ipynb", [
      // It waits for the page: at the fifth trial to be looked at, at the thirty-fifth to have been seen to move.
      `import { existsSync } from "node:fs";
import { progress } from "tunebook";
const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
for await (const outer of progress([1, 2], { label: "Race of 2 tuners", unit: ["study", "studies"] }))
  for await (const inner of progress(Array(40).keys(), { label: "tpe, seed " + outer, unit: "trial", total: 40 })) {
    while (inner === 5 && !existsSync("looked-at")) await wait(20);
    while (inner === 35 && !existsSync("seen")) await wait(20);
    await wait(50);
  }`,
    ]);
    const run = notebook.startAll();
    const bars = notebook.page.locator(BARS);
    const places = () =>
      bars.evaluateAll((nodes) =>
        nodes.map((node) => {
          const { left, top, width } = node.getBoundingClientRect();
          return { left, top, width };
        }),
      );
    await bars.nth(1).waitFor();
    // The page lays an output out once, after it came.
    let before = await places();
    await expect
      .poll(async () => {
        const last = before;
        before = await places();
        return before.every(({ width }, index) => width > 0 && width === last[index]?.width);
      })
      .toBe(true);
    const value = Number(await bars.nth(1).getAttribute("aria-valuenow"));
    writeFileSync(join(jupyter.server.root, "looked-at"), "");
    await notebook.page.waitForFunction(
      ([last, all]) =>
        Number(document.querySelectorAll(all)[1]?.getAttribute("aria-valuenow")) > last + 20,
      [value, BARS] as const,
    );
    expect(await places()).toEqual(before);
    expect(await notebook.page.locator(".jp-OutputArea-output").count()).toBe(1);
    writeFileSync(join(jupyter.server.root, "seen"), "");
    await run.done;
    const [cell] = await notebook.save();
    expect(cell?.outputs).toHaveLength(1);
    expect(cell?.outputs?.[0]).toMatchObject({
      output_type: "display_data",
      metadata: { tunebook: { progress: true } },
      data: {
        "text/plain": expect.stringMatching(/^✓ Race of 2 tuners · 2 studies in \d+ s$/) as string,
      },
    });
    expect(await bars.count()).toBe(0);
    expect(notebook.errors).toEqual([]);
    await notebook.close();
  });
});
