import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { startRuntime } from "./runtime-support/runtime.ts";

const library = pathToFileURL(resolve(import.meta.dirname, "../../dist/lib/index.js")).href;

const open = `
  const { openStudy, float, tuners, TrialPruned } = await import(${JSON.stringify(library)});
  const study = await openStudy({ space: { x: float(0, 1) }, tuner: tuners.random(), seed: 1 });
  $box('study').v = study;
  const loop = () => { console.log('busy'); while (true) {} };
`;

/** Optimizations that are stopped amid their fourth trial, each in its own kind of work. */
const works: Record<string, string> = {
  "a loop": "await study.optimize(trial => trial.number < 3 ? 1 : loop(), options)",
  "a loop after an await":
    "await study.optimize(async trial => { await null; return trial.number < 3 ? 1 : loop() }, options)",
  "a loop in the very first line":
    "await study.optimize(trial => { if (trial.number >= 3) loop(); return 1 }, options)",
  "a loop that catches everything":
    "await study.optimize(trial => { if (trial.number < 3) return 1; for (;;) try { loop() } catch {} }, options)",
  "a promise that never settles":
    "await study.optimize(trial => trial.number < 3 ? 1 : (console.log('busy'), new Promise(() => {})), options)",
  "a loop after a report":
    "await study.optimize(async trial => { await trial.report(1, 1); return trial.number < 3 ? 1 : loop() }, options)",
  "a loop in an observer":
    "await study.optimize(() => 1, { ...options, observers: [{ trialStarted: trial => trial.number < 3 || loop() }] })",
};

describe("Stop during a study", () => {
  it.each(Object.entries(works))(
    "ends the cell and keeps finished trials: %s",
    async (_kind, work) => {
      const runtime = await startRuntime();
      const running = runtime.run(
        `${open}; const options = { until: { trials: 6 }, panel: false }; ${work}`,
      );
      const id = runtime.last;
      await runtime.until(() => runtime.text(id).includes("busy"));
      runtime.client.interrupt();
      expect((await running).error).toBeDefined();

      const after = await runtime.run(
        "return { value: JSON.stringify($box('study').v.trials.map(trial => trial.state)) }",
      );
      expect(after.result?.data["text/plain"]).toBe(
        `'${JSON.stringify(["complete", "complete", "complete", "interrupted"])}'`,
      );

      const again = await runtime.run(
        "await $box('study').v.optimize(() => 1, { until: { trials: 6 }, panel: false }); return { value: JSON.stringify($box('study').v.counts) }",
      );
      expect(again.error).toBeUndefined();
      expect(JSON.parse(String(again.result?.data["text/plain"]).slice(1, -1))).toEqual({
        waiting: 0,
        running: 0,
        paused: 0,
        complete: 6,
        pruned: 0,
        failed: 0,
        interrupted: 1,
      });
    },
  );

  it("interrupts every trial that runs, and goes on where the tuner was amid its work", async () => {
    const runtime = await startRuntime();
    const running = runtime.run(
      `${open};
      const slow = { name: 'slow', create: () => ({ name: 'slow', ask: ({ number }) => number === 2 && !globalThis.go ? loop() : { x: 0.5 } }) };
      $box('study').v = await openStudy({ space: { x: float(0, 1) }, tuner: slow });
      await $box('study').v.optimize(() => new Promise(() => {}), { until: { trials: 9 }, concurrency: 3, panel: false })`,
    );
    const id = runtime.last;
    await runtime.until(() => runtime.text(id).includes("busy"));
    runtime.client.interrupt();
    await running;
    const again = await runtime.run(
      "globalThis.go = true; await $box('study').v.optimize(() => 1, { until: { trials: 4 }, panel: false }); return { value: JSON.stringify($box('study').v.trials.map(trial => [trial.number, trial.state])) }",
    );
    expect(again.error).toBeUndefined();
    expect(JSON.parse(String(again.result?.data["text/plain"]).replaceAll("'", ""))).toEqual([
      [0, "interrupted"],
      [1, "interrupted"],
      [2, "complete"],
      [3, "complete"],
      [4, "complete"],
      [5, "complete"],
    ]);
  });
});
