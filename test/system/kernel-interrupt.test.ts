import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startKernel, type KernelClient } from "./support/kernel-client.ts";

const TIMES = 20;

describe("Stop", () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await startKernel();
    await kernel.execute("const kept = 42;");
  });
  afterAll(() => kernel[Symbol.asyncDispose]());

  const busy = {
    "an endless loop": "console.log('go'); while (true) {}",
    "a pending await": "console.log('go'); await new Promise(() => {});",
    "a timer flood": `
      console.log("go");
      const work = () => { const end = Date.now() + 5; while (Date.now() < end); };
      const flood = () => { setTimeout(flood, 0); work(); };
      for (let i = 0; i < 100; i++) setTimeout(flood, 0);
      await new Promise(() => {});`,
  };

  describe.each(Object.entries(busy))("on %s", (_what, code) => {
    test(`ends the cell and keeps the state, ${TIMES} times`, async () => {
      for (let time = 0; time < TIMES; time++) {
        const running = kernel.start(code, { storeHistory: false });
        await running.message(({ content }) => content["text"] === "go\n");
        await kernel.interrupt();
        const run = await running.done;
        expect(run.error?.ename).toBe("Interrupted");
        expect(run.error?.evalue).toContain("stopped");
        expect(run.status).toBe("error");

        const after = await kernel.execute("kept", { storeHistory: false });
        expect(after.result?.["text/plain"]).toBe("42");
      }
    });
  });

  test("aborts the cells that wait behind the stopped one, and none that come later", async () => {
    const running = kernel.start("console.log('go'); while (true) {}");
    const waiting = kernel.start("console.log('never')");
    await running.message(({ content }) => content["text"] === "go\n");
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
