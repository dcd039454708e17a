import { describe, expect, it } from "vitest";
import { startRuntime, type TestRuntime } from "./runtime-support/runtime.ts";

/** The uncaught errors shown in execution `id`, each as one text. */
function errors(runtime: TestRuntime, id: number): string[] {
  return runtime.messages.flatMap((message) =>
    message.type === "error" && message.id === id ? [message.error.traceback.join("\n")] : [],
  );
}

/** Waits until so many uncaught errors were shown in execution `id`. */
const shown = (runtime: TestRuntime, id: number, count = 1) =>
  runtime.until(() => errors(runtime, id).length >= count);

describe("an error that nobody catches", () => {
  const causes = {
    "a timer": "setTimeout(() => {\n throw new RangeError('lost') }, 1)",
    "an interval":
      "const t = setInterval(() => { clearInterval(t);\n throw new RangeError('lost') }, 1)",
    "an immediate": "setImmediate(() => {\n throw new RangeError('lost') })",
    "a tick": "process.nextTick(() => {\n throw new RangeError('lost') })",
    "a microtask": "queueMicrotask(() => {\n throw new RangeError('lost') })",
    "a callback of Node's":
      "require('node:fs').stat('.', () => {\n throw new RangeError('lost') })",
    "an emitter":
      "setTimeout(() =>\n new (require('node:events'))().emit('error', new RangeError('lost')), 1)",
    "a listener":
      "const target = new EventTarget(); target.addEventListener('go', () => {\n throw new RangeError('lost') }); target.dispatchEvent(new Event('go'))",
    "a rejection": "void Promise.reject(\n new RangeError('lost'))",
    "an async function": "void (async () => { await null;\n throw new RangeError('lost') })()",
    "a late async function":
      "void (async () => { await new Promise(r => setTimeout(r, 1));\n throw new RangeError('lost') })()",
  };

  it.each(Object.entries(causes))(
    "in %s is shown in its cell with the line, though another one runs",
    async (_cause, code) => {
      const runtime = await startRuntime();
      await runtime.run(code);
      const next = runtime.run("await new Promise((end) => ($box('end').v = end))");
      await shown(runtime, 1);
      await Promise.all([runtime.run("$box('end').v()"), next]);
      expect(errors(runtime, 1)).toHaveLength(1);
      expect(errors(runtime, 1)[0]).toMatch(/^Uncaught (\(in promise\) )?RangeError: lost\n/);
      expect(errors(runtime, 1)[0]).toContain("Cell [1]:2:");
      expect([...errors(runtime, 2), ...errors(runtime, 3)]).toEqual([]);
      expect(runtime.deaths).toEqual([]);
    },
  );

  it("in a worker thread is shown in the cell that started it", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      "new (require('node:worker_threads').Worker)('throw new RangeError(\"lost\")', { eval: true })",
    );
    await runtime.run("1");
    await shown(runtime, 1);
    expect(errors(runtime, 1)[0]).toMatch(/^Uncaught RangeError: lost/);
  });

  it("may be anything, and says that it came from a promise", async () => {
    const runtime = await startRuntime();
    await runtime.run("void Promise.reject(42); setTimeout(() => { throw null }, 1)");
    await shown(runtime, 1, 2);
    expect(errors(runtime, 1).toSorted()).toEqual(["Uncaught (in promise) 42", "Uncaught null"]);
  });

  it.each([
    ["at once", "Promise.reject(\n new RangeError('lost'))"],
    [
      "some steps later",
      "(async () => { await null; await null;\n throw new RangeError('lost') })()",
    ],
    [
      "before the cell's end",
      "const failed = Promise.reject(\n new RangeError('lost')); await new Promise(setImmediate); return { value: failed }",
    ],
  ])(
    "of the promise that is the cell's value, rejected %s, is shown before its end and once",
    async (_when, code) => {
      const runtime = await startRuntime();
      const done = await runtime.run(code.includes("return") ? code : `return { value: ${code} }`);
      // Sent before the end, so that it is here by now.
      expect(errors(runtime, 1)).toHaveLength(1);
      expect(errors(runtime, 1)[0]).toMatch(/^Uncaught \(in promise\) RangeError: lost\n/);
      expect(errors(runtime, 1)[0]).toContain("Cell [1]:2:");
      expect(done.result).toBeUndefined();
      expect(done.error).toBeUndefined();
    },
  );

  it("of a promise that another cell shows is not told anew, and the promise is shown", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      "return { value: globalThis.failed = Promise.reject(new RangeError('lost')) }",
    );
    const later = await runtime.run("return { value: globalThis.failed }");
    expect(later.result?.data["text/plain"]).toMatch(/^Promise \{\s+<rejected> RangeError: lost/);
    expect(runtime.messages.filter(({ type }) => type === "error")).toHaveLength(1);
  });

  it("comes in order with what is printed around it, and the cell goes on", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run(
      "console.log('before'); await new Promise(r => { setTimeout(() => { throw new Error('between') }, 1); setTimeout(r, 30) }); console.log('after'); return { value: 1 }",
    );
    expect(done.error).toBeUndefined();
    expect(runtime.messages.map(({ type }) => type)).toEqual(["stream", "error", "stream"]);
  });

  it("is none where its promise is handled in the same turn, or its cell was stopped", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      "const failed = Promise.reject(new Error('caught')); await failed.catch(() => {})",
    );
    const running = runtime.run(
      "void (async () => { await new Promise((_, no) => (globalThis[Symbol.for('tunebook.host')].cell.signal.addEventListener('abort', function () { no(this.reason) }))) })(); console.log('go'); await new Promise(() => {})",
    );
    await runtime.until(() => runtime.text(2) === "go\n");
    runtime.client.interrupt();
    expect((await running).interrupted).toBe(true);
    await runtime.run("await new Promise(setImmediate)");
    expect(runtime.messages.filter(({ type }) => type === "error")).toEqual([]);
  });
});

describe("listeners of the user's own", () => {
  it("take uncaught errors and rejections, until they are removed", async () => {
    const runtime = await startRuntime();
    await runtime.run(
      `process.on('uncaughtException', (error, origin) => console.log('caught', error.message, origin));
       setTimeout(() => { throw new Error('one') }, 1); void Promise.reject(new Error('two'));
       await new Promise(r => setTimeout(r, 20));
       process.on('unhandledRejection', (reason) => console.log('rejected', reason.message));
       void Promise.reject(new Error('three'));
       await new Promise(r => setTimeout(r, 20));`,
    );
    expect(runtime.text(1).split("\n").toSorted().filter(Boolean)).toEqual([
      "caught one uncaughtException",
      "caught two unhandledRejection",
      "rejected three",
    ]);
    expect(errors(runtime, 1)).toEqual([]);
    await runtime.run(
      "process.removeAllListeners('uncaughtException'); process.removeAllListeners('unhandledRejection'); void Promise.reject(new Error('four'))",
    );
    await shown(runtime, 2);
    expect(errors(runtime, 2)[0]).toContain("four");
  });

  it("take the rejection of a cell's value too, which is then shown as it is", async () => {
    const runtime = await startRuntime();
    const done = await runtime.run(
      "process.on('unhandledRejection', (reason) => console.log('rejected', reason)); return { value: Promise.reject(5) }",
    );
    expect(runtime.text(1)).toBe("rejected 5\n");
    expect(done.result?.data["text/plain"]).toBe("Promise { <rejected> 5 }");
    expect(errors(runtime, 1)).toEqual([]);
  });

  it("are all that process.removeAllListeners() removes: the next cell runs", async () => {
    const runtime = await startRuntime();
    await runtime.run("process.on('beforeExit', () => {}); process.removeAllListeners()");
    const done = await runtime.run(
      "setTimeout(() => { throw new Error('still shown') }, 1); return { value: process.listenerCount('beforeExit') }",
    );
    expect(done.result?.data["text/plain"]).toBe("0");
    await shown(runtime, 2);
    expect(runtime.deaths).toEqual([]);
  });
});
