// A smoke of kernel and library under the other versions of Node: what depends on the version is how cells
// are stopped, how modules are loaded, and how asynchronous code knows its cell.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type KernelClient, startKernel } from "./support/kernel-client.ts";
import { root } from "./support/run.ts";

describe.each([24, 26])("under Node %i", (major) => {
  const program = process.env[`TUNEBOOK_NODE_${major}`];

  describe.skipIf(!program)(`(TUNEBOOK_NODE_${major})`, () => {
    let folder: string;
    let kernel: KernelClient;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "tunebook-node-"));
      await writeFile(
        join(folder, "double.ts"),
        "export const double = (x: number): number => 2 * x;",
      );
      await writeFile(join(folder, "old.cjs"), "module.exports = { old: 'yes' };");
      const entry = join(root, "dist", "kernel", "entry.js");
      kernel = await startKernel({ command: [program!, entry], cwd: folder });
    });
    afterAll(async () => {
      await kernel?.[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    });

    async function value(code: string): Promise<unknown> {
      const run = await kernel.execute(code);
      expect(run.error).toBeUndefined();
      return run.result?.["text/plain"];
    }

    test("cells run, with await, types, redeclaration and their own output", async () => {
      expect(await value("process.version.split('.')[0]")).toBe(`'v${major}'`);
      expect(await value("let kept = await Promise.resolve(41); kept += 1; kept")).toBe("42");
      expect(
        await value("const word = 'a'; class Pair<T> { constructor(readonly of: T) {} }"),
      ).toBe(undefined);
      expect(await value("const word = new Pair(kept); word.of")).toBe("42");
      const wrong = await kernel.execute("const n: number = 'text';");
      expect(wrong.error?.ename).toBe("TypeCheckError");
      const late = kernel.start(`let said: undefined | (() => void);
const poll = setInterval(() => {
  if (!said) return;
  clearInterval(poll);
  console.log("late");
  said();
}, 1);
console.log("now");`);
      const said = late.message(({ content }) => content["text"] === "late\n");
      expect((await late.done).stdout).toBe("now\n");
      const next = await kernel.execute("await new Promise<void>((r) => { said = r; }); 1");
      expect((await said).parent.msg_id).toBe(late.id);
      expect(next.stdout).toBe("");
      const thrown = await kernel.execute(
        "const fail = () => {\n  throw new Error('no');\n};\nfail();",
      );
      expect(thrown.error?.traceback.join("\n")).toContain("> 2 |   throw new Error('no');");
    });

    test("modules of every kind are imported, local ones anew after a change", async () => {
      expect(
        await value(`
          import { readFileSync } from "node:fs";
          import { double } from "./double.ts";
          import old from "./old.cjs";
          import { mean } from "simple-statistics";
          [double(4), typeof readFileSync, old.old, mean([1, 2])].join()`),
      ).toBe("'8,function,yes,1.5'");
      await writeFile(
        join(folder, "double.ts"),
        "export const double = (x: number): number => 20 * x;",
      );
      expect(await value('import { double } from "./double.ts"; double(4)')).toBe("80");
    });

    test("rich values are drawn, and a study runs with its panel", async () => {
      const drawn = await kernel.execute(
        '({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<b>x</b>" }) })',
      );
      expect(drawn.result?.["text/html"]).toBe("<b>x</b>");
      const study = await kernel.execute(`
        import { openStudy, float } from "tunebook";
        const study = await openStudy({ name: "smoke", space: { x: float(0, 1) }, objectives: { loss: "minimize" } });
        await study.optimize(async (trial) => (trial.params.x - 0.3) ** 2, { until: { trials: 5 } });
        study.trials.filter((trial) => trial.state === "complete").length`);
      expect(study.error).toBeUndefined();
      expect(study.result?.["text/plain"]).toBe("5");
      expect(study.outputs.map(({ header }) => header.msg_type)).toContain("display_data");
    });

    test.each([
      ["an endless loop", "console.log('go'); while (true) {}"],
      ["a pending await", "console.log('go'); await new Promise(() => {});"],
      [
        "a loop in a timer",
        "setTimeout(() => { console.log('go'); while (true) {} }, 1); await new Promise(() => {});",
      ],
      [
        "a flood of nextTick",
        "console.log('go'); const again = () => process.nextTick(again); again(); await new Promise(() => {});",
      ],
      [
        "a flood of timers and immediates",
        `console.log("go");
         const work = () => { const end = Date.now() + 5; while (Date.now() < end); };
         const flood = () => { setTimeout(flood, 0); setImmediate(work); };
         for (let i = 0; i < 50; i++) flood();
         await new Promise(() => {});`,
      ],
    ])("Stop ends %s and keeps the state", async (_what, code) => {
      const running = kernel.start(code);
      await running.message(({ content }) => content["text"] === "go\n");
      await kernel.interrupt();
      expect((await running.done).error?.ename).toBe("Interrupted");
      expect(await value("await new Promise((r) => setTimeout(r, 1)); kept")).toBe("42");
    });

    test.each([
      ["process.exit", "process.exit(3);", /exit code 3/],
      ["process.abort", "process.abort();", /SIGABRT/],
    ])("%s is told, and the next cell runs", async (_what, code, told) => {
      const run = await kernel.execute(`console.log("last words"); ${code}`);
      expect(run.stdout).toBe("last words\n");
      expect(run.error?.evalue).toMatch(told);
      expect(await value("1 + 1")).toBe("2");
    });
  });
});
