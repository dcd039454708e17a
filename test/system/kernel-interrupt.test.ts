import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type KernelClient, type Run, startKernel } from "./support/kernel-client.ts";

const TIMES = 10;

describe("Stop", () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await startKernel();
    await kernel.execute("const kept = 42;");
  });
  afterAll(() => kernel[Symbol.asyncDispose]());

  /** Cells that keep the runtime busy, or wait for ever; each prints "go" when it has begun. */
  const busy = {
    "an endless loop": "console.log('go'); while (true) {}",
    "a loop that catches everything":
      "console.log('go'); while (true) { try { while (true) {} } catch {} finally { kept; } }",
    "a loop after an await":
      "await new Promise((r) => setTimeout(r, 1)); console.log('go'); while (true) {}",
    "a loop in a timer":
      "setTimeout(() => { console.log('go'); while (true) {} }, 1); await new Promise(() => {});",
    "a loop in the first of two due timers":
      "setTimeout(() => { console.log('go'); while (true) {} }, 1); setTimeout(() => {}, 1); await new Promise(() => {});",
    "a loop in an interval":
      "setInterval(() => { console.log('go'); while (true) {} }, 1); await new Promise(() => {});",
    "a loop in an immediate":
      "setImmediate(() => { console.log('go'); while (true) {} }); await new Promise(() => {});",
    "a loop in a callback of node:fs": `
      import { readFile } from "node:fs";
      readFile(process.execPath, () => { console.log("go"); while (true) {} });
      await new Promise(() => {});`,
    "a loop in an event of a stream": `
      import { Readable } from "node:stream";
      Readable.from(["a"]).on("data", () => { console.log("go"); while (true) {} });
      await new Promise(() => {});`,
    "a flood of microtasks":
      "console.log('go'); const again = (): Promise<void> => Promise.resolve().then(again); await again();",
    "a flood of nextTick":
      "console.log('go'); const again = () => process.nextTick(again); again(); await new Promise(() => {});",
    "a flood of timers": `
      console.log("go");
      const work = () => { const end = Date.now() + 5; while (Date.now() < end); };
      const flood = () => { setTimeout(flood, 0); work(); };
      for (let i = 0; i < 100; i++) setTimeout(flood, 0);
      await new Promise(() => {});`,
    "a flood of immediates": `
      console.log("go");
      const work = () => { const end = Date.now() + 5; while (Date.now() < end); };
      const flood = () => { setImmediate(flood); work(); };
      for (let i = 0; i < 100; i++) setImmediate(flood);
      await new Promise(() => {});`,
    "a flood of prints": "console.log('go'); while (true) console.log('x'.repeat(200));",
    "a regular expression that backtracks for ever":
      "console.log('go'); /^(a+)+$/.test('a'.repeat(40) + 'b');",
    "Atomics.wait":
      "console.log('go'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
    "a sort that never ends":
      "console.log('go'); const list = Array.from({ length: 1e5 }, Math.random); for (;;) list.sort();",
    "a generator that never ends":
      "console.log('go'); const all = (function* () { for (;;) yield 1; })(); for (const one of all) one;",
    "a pending await": "console.log('go'); await new Promise(() => {});",
    "ten thousand pending promises":
      "console.log('go'); await Promise.all(Array.from({ length: 10_000 }, () => new Promise(() => {})));",
  };

  async function stop(code: string): Promise<Run> {
    const running = kernel.start(code, { storeHistory: false });
    await running.message(({ content }) => String(content["text"]).startsWith("go\n"));
    await kernel.interrupt();
    const run = await running.done;
    expect(run.error?.ename).toBe("Interrupted");
    expect(run.error?.evalue).toContain("stopped");
    expect(run.status).toBe("error");
    return run;
  }

  async function expectWhole(): Promise<void> {
    const code = "await new Promise((r) => setTimeout(r, 1)); console.log('next'); kept";
    const after = await kernel.execute(code, { storeHistory: false });
    expect(after.result?.["text/plain"]).toBe("42");
    expect(after.stdout).toBe("next\n");
  }

  test.each(Object.entries(busy))(
    "on %s ends the cell and keeps the state",
    async (_what, code) => {
      await stop(code);
      await expectWhole();
    },
  );

  test.each(["an endless loop", "a pending await", "a flood of timers"] as const)(
    `on %s does so ${TIMES} times over`,
    async (what) => {
      for (let time = 0; time < TIMES; time++) {
        await stop(busy[what]);
        await expectWhole();
      }
    },
  );

  test.each(["execFileSync('sleep', ['1000'])", "execSync('sleep 1000; sleep 1000')"])(
    "on %s ends the child process, and the cell with it",
    async (wait) => {
      await stop(`
        import { execFileSync, execSync } from "node:child_process";
        console.log("go");
        ${wait};`);
      await expectWhole();
    },
  );

  test("on a child process that does not end tells what blocks, and the cell ends with it", async () => {
    const running = kernel.start(`
      import { execFileSync } from "node:child_process";
      console.log("go");
      execFileSync("sh", ["-c", "trap '' INT TERM; while true; do sleep 0.1; done"]);`);
    await running.message(({ content }) => content["text"] === "go\n");
    await kernel.interrupt();
    const told = await running.message(({ content }) =>
      String(content["text"]).includes("has not been able"),
    );
    expect(told.content["name"]).toBe("stderr");
    expect(told.content["text"]).toContain("restart the kernel");
    const [, child] = /(\d+) \(sh\)/.exec(String(told.content["text"])) ?? [];
    process.kill(Number(child), "SIGKILL");
    expect((await running.done).error?.ename).toBe("Interrupted");
    await expectWhole();
  });

  test("ends a loop over what knows of no Stop, where it prints next", async () => {
    const running = kernel.start(`
      import { stat } from "node:fs/promises";
      for (;;) { await stat("/"); console.log("go"); await stat("/"); display("shown"); }`);
    await running.message(({ content }) => String(content["text"]).startsWith("go\n"));
    await kernel.interrupt();
    expect((await running.done).error?.ename).toBe("Interrupted");
    const printed = kernel.published.length;
    await kernel.execute("await new Promise((r) => setTimeout(r, 100)); kept");
    const late = kernel.published
      .slice(printed)
      .filter(({ parent }) => parent.msg_id === running.id);
    expect(late).toEqual([]);
    await expectWhole();
  });

  test("aborts the cells that wait behind the stopped one, and none that come later", async () => {
    const running = kernel.start("console.log('go'); while (true) {}");
    const waiting = kernel.start("console.log('never')");
    await running.message(({ content }) => content["text"] === "go\n");
    // Control overtakes shell: once this is answered the cell before it waits in the queue.
    await kernel.request("kernel_info_request");
    await kernel.interrupt();
    expect((await running.done).error?.ename).toBe("Interrupted");
    const aborted = await waiting.done;
    expect(aborted.status).toBe("aborted");
    expect(aborted.outputs).toEqual([]);
    expect((await kernel.execute("kept")).status).toBe("ok");
  });

  test("of an idle kernel does nothing", async () => {
    await kernel.interrupt();
    expect((await kernel.execute("kept + 1")).result?.["text/plain"]).toBe("43");
  });

  test("by SIGINT stops the cell, and the kernel lives", async () => {
    const running = kernel.start("console.log('go'); while (true) {}");
    await running.message(({ content }) => content["text"] === "go\n");
    kernel.process.kill("SIGINT");
    expect((await running.done).error?.ename).toBe("Interrupted");
    expect((await kernel.execute("kept")).result?.["text/plain"]).toBe("42");
  });

  test("by SIGINT to the whole process group, as a terminal sends it, harms none of the processes", async () => {
    await using own = await startKernel({ ownGroup: true });
    await own.execute("const kept = 42;");
    const running = own.start("console.log('go'); while (true) {}");
    await running.message(({ content }) => content["text"] === "go\n");
    process.kill(-own.pid, "SIGINT");
    expect((await running.done).error?.ename).toBe("Interrupted");
    expect((await own.execute("kept")).result?.["text/plain"]).toBe("42");
    const wrong = await own.execute("const n: number = 'text'; n");
    expect(wrong.error?.ename).toBe("TypeCheckError");
    expect(own.log).toBe("");
  });
});
