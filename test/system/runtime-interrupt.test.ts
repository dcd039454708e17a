import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startRuntime, type TestRuntime } from "./runtime-support/runtime.ts";

/** Cells that keep the process busy, or wait for ever; each prints "busy" when it has begun. */
const busy: Record<string, string> = {
  "a loop": "console.log('busy'); while (true) {}",
  "a loop that catches everything":
    "console.log('busy'); while (true) { try { while (true) {} } catch {} finally { $box('kept').v = 'kept' } }",
  "a loop after an await":
    "await new Promise(r => setTimeout(r, 5)); console.log('busy'); while (true) {}",
  "a microtask flood": "console.log('busy'); const f = () => Promise.resolve().then(f); await f()",
  "a flood of queueMicrotask":
    "console.log('busy'); const f = () => queueMicrotask(f); f(); await new Promise(() => {})",
  "a nextTick flood":
    "console.log('busy'); const f = () => process.nextTick(f); f(); await new Promise(() => {})",
  "a loop in a timer":
    "setTimeout(() => { console.log('busy'); while (true) {} }, 5); await new Promise(() => {})",
  "a loop in an interval":
    "setInterval(() => { console.log('busy'); while (true) {} }, 5); await new Promise(() => {})",
  "a loop in an immediate":
    "setImmediate(() => { console.log('busy'); while (true) {} }); await new Promise(() => {})",
  "a loop in a file callback":
    "require('node:fs').readFile(process.execPath, { flag: 'r' }, () => { console.log('busy'); while (true) {} }); await new Promise(() => {})",
  "a loop in another async context":
    "const { AsyncLocalStorage } = require('node:async_hooks'); new AsyncLocalStorage().run(1, () => setTimeout(() => { console.log('busy'); while (true) {} }, 5)); await new Promise(() => {})",
  "a loop in the first of two timers":
    "setTimeout(() => { console.log('busy'); while (true) {} }, 5); setTimeout(() => {}, 6); await new Promise(() => {})",
  "a pending await": "console.log('busy'); await new Promise(() => {})",
  "a timer flood":
    "console.log('busy'); const f = () => { for (let i = 0; i < 20; i++) setTimeout(() => {}, 0); setTimeout(f, 0) }; f(); await new Promise(() => {})",
  "a flood of timers that work":
    "console.log('busy'); const work = () => { const end = Date.now() + 5; while (Date.now() < end); }; const f = () => { setTimeout(f, 0); work() }; for (let i = 0; i < 100; i++) setTimeout(f, 0); await new Promise(() => {})",
  "a flood of immediates":
    "console.log('busy'); const f = () => { setImmediate(f); const end = Date.now() + 2; while (Date.now() < end); }; for (let i = 0; i < 300; i++) f(); await new Promise(() => {})",
  "a flood of everything":
    "console.log('busy'); const work = () => { const end = Date.now() + 2; while (Date.now() < end); }; const f = () => { setTimeout(f, 0); setImmediate(work); queueMicrotask(() => {}); process.nextTick(() => {}) }; for (let i = 0; i < 200; i++) f(); await new Promise(() => {})",
  "a loop that prints": "console.log('busy'); for (;;) console.log('x'.repeat(200))",
  "a loop in Node's own code":
    "console.log('busy'); const e = new (require('node:events'))(); e.on('x', () => {}); for (;;) e.emit('x')",
  "a loop at the end of the stack":
    "console.log('busy'); const f = () => 1 + f(); for (;;) { try { f() } catch {} }",
  "a flood of a web stream":
    "console.log('busy'); await new ReadableStream({ pull(c) { c.enqueue(1) } }).pipeTo(new WritableStream())",
  "a slow regular expression": "console.log('busy'); /^(a+)+$/.test('a'.repeat(40) + 'b')",
  "Atomics.wait":
    "console.log('busy'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "sorting for ever":
    "const a = Array.from({ length: 1e5 }, () => Math.random()); console.log('busy'); for (;;) a.sort()",
  "a generator that never ends":
    "console.log('busy'); const g = (function* () { for (;;) yield 1 })(); for (const x of g);",
  // Up to Node 22 most of its time goes into hooks in which V8 swallows a termination.
  "an async generator that never ends":
    "console.log('busy'); const g = (async function* () { for (;;) yield 1 })(); for await (const x of g);",
  "a loop over awaits": "console.log('busy'); const f = async () => 1; for (;;) await f()",
};

/** Runs `body`, stops it once it prints "busy", and gives how it ended. */
async function stop(runtime: TestRuntime, body: string) {
  const running = runtime.run(body);
  const id = runtime.last;
  await runtime.until(() => runtime.text(id).includes("busy"));
  runtime.client.interrupt();
  return running;
}

async function expectAlive(runtime: TestRuntime): Promise<void> {
  const after = await runtime.run(
    "await new Promise(r => setTimeout(r, 1)); await new Promise(r => process.nextTick(r)); return { value: $box('kept').v }",
  );
  expect(after.error).toBeUndefined();
  expect(after.result?.data["text/plain"]).toBe("'kept'");
  expect(runtime.deaths).toEqual([]);
}

describe("Stop", () => {
  for (const [name, body] of Object.entries(busy)) {
    it(`ends ${name}, and keeps the variables`, async () => {
      const runtime = await startRuntime();
      await runtime.run("$box('kept').v = 'kept'");
      const done = await stop(runtime, body);
      expect(done).toMatchObject({
        interrupted: true,
        error: { ename: "Interrupted", evalue: "Stopped by the user" },
      });
      await expectAlive(runtime);
    });
  }

  for (const name of [
    "a loop",
    "a pending await",
    "a timer flood",
    "a flood of timers that work",
    "a flood of everything",
    // In one of fifty or so, V8 died of it before `kernel/runtime/inlining.ts`.
    "a microtask flood",
    "a flood of a web stream",
    "an async generator that never ends",
  ]) {
    it(`ends ${name} twenty times over`, async () => {
      const runtime = await startRuntime();
      await runtime.run("$box('kept').v = 'kept'");
      for (let round = 0; round < 20; round++) {
        expect((await stop(runtime, busy[name]!)).interrupted).toBe(true);
        await expectAlive(runtime);
      }
    });
  }

  it("that comes by force after the cell has taken it politely harms no cell that runs by then", async () => {
    const runtime = await startRuntime();
    await runtime.run("$box('kept').v = 'kept'");
    // Just as long as the kernel process waits before it uses force.
    const body = `console.log('busy'); const end = performance.now() + 150; while (performance.now() < end); await new Promise(() => {})`;
    for (let round = 0; round < 20; round++) {
      expect((await stop(runtime, body)).interrupted).toBe(true);
      const next = await runtime.run(
        "for (let i = 0; i < 5; i++) await new Promise(r => setTimeout(r, 1)); return { value: 'whole' }",
      );
      expect(next.result?.data["text/plain"]).toBe("'whole'");
    }
    await expectAlive(runtime);
  });

  it("stops a cell between two others, whose order and outputs stay", async () => {
    const runtime = await startRuntime();
    await runtime.run("$box('kept').v = 'kept'");
    await stop(runtime, "setInterval(() => console.log('busy'), 1); await new Promise(() => {})");
    const printed = runtime.text(2);
    await runtime.run("await new Promise(r => setTimeout(r, 50)); console.log('next')");
    expect(runtime.text(2)).toBe(printed);
    expect(runtime.text(3)).toBe("next\n");
    await expectAlive(runtime);
  });
});

describe("Stop of a thread that has long been held up", () => {
  const held =
    "{ const until = performance.now() + 400; while (performance.now() < until); } console.log('busy');";

  it("leaves the cell that waits for an answer to clean up", async () => {
    const runtime = await startRuntime();
    const running = runtime.run(
      `${held} try { prompt('name') } finally { console.log('cleaned up') }`,
    );
    await runtime.until(() => runtime.messages.some(({ type }) => type === "input_request"));
    forcesNothingLater();
    runtime.client.interrupt();
    expect((await running).interrupted).toBe(true);
    expect(runtime.text(1)).toBe("busy\ncleaned up\n");
  });

  for (const name of [
    "a loop that catches everything",
    "a microtask flood",
    "a loop in the first of two timers",
    "a loop in Node's own code",
    "sorting for ever",
    "a flood of everything",
  ]) {
    it(`ends ${name}, and keeps the variables`, async () => {
      const runtime = await startRuntime();
      await runtime.run("$box('kept').v = 'kept'");
      const begin = busy[name]!.replace("console.log('busy');", held);
      expect(begin).not.toBe(busy[name]);
      expect((await stop(runtime, begin)).interrupted).toBe(true);
      await expectAlive(runtime);
    });
  }

  /** The kernel process's own timer, after which it uses force in any case, never ends. */
  function forcesNothingLater(): void {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
  }
});

describe("what a cell leaves behind", () => {
  it("ends a busy timer of an ended cell when nothing else runs, and its later rounds", async () => {
    const runtime = await startRuntime();
    await runtime.run("$box('kept').v = 'kept'");
    await runtime.run("setInterval(() => { console.log('busy'); while (true) {} }, 1)");
    await runtime.until(() => runtime.text(2).includes("busy"));
    runtime.client.interrupt();
    await expectAlive(runtime);
    expect(runtime.text(2)).toBe("busy\n");
  });

  it("ends a loop over sleeps of node:timers/promises", async () => {
    const runtime = await startRuntime();
    await stop(
      runtime,
      "const { setTimeout: sleep } = require('node:timers/promises'); for (;;) { console.log('busy'); await sleep(2) }",
    );
    const printed = runtime.text(1);
    await runtime.run("await new Promise(r => setTimeout(r, 50))");
    expect(runtime.text(1)).toBe(printed);
    expect(runtime.text(1, "stderr")).toBe("");
  });

  it("lets the comms of a stopped cell go on, with timers of their own", async () => {
    const runtime = await startRuntime();
    await stop(
      runtime,
      `globalThis[Symbol.for('tunebook.host')].comm.register('panel', (comm) =>
         comm.onMessage((data) => setTimeout(() => console.log('got', data), 1)));
       console.log('busy'); await new Promise(() => {})`,
    );
    const comm = { commId: "c", buffers: [] };
    runtime.client.send({ type: "comm_open", target: "panel", data: {}, ...comm });
    runtime.client.send({ type: "comm_msg", data: "stop", ...comm });
    await runtime.until(() => runtime.text(1).includes("got stop"));
    expect(runtime.messages.at(-1)).toMatchObject({ id: 1 });
  });
});

describe("the signal of a stopped cell", () => {
  const host = "const host = globalThis[Symbol.for('tunebook.host')];";

  it("aborts with a reason that says so", async () => {
    const runtime = await startRuntime();
    await stop(
      runtime,
      `${host} host.cell.signal.addEventListener('abort', () => console.log(String(host.cell.signal.reason))); console.log('busy'); await new Promise(() => {})`,
    );
    expect(runtime.text(1)).toBe("busy\nInterrupted: Stopped by the user\n");
  });

  it("keeps the cell open for what is held, so that a last state is drawn in it", async () => {
    const runtime = await startRuntime();
    const done = await stop(
      runtime,
      `${host} host.cell.signal.addEventListener('abort', () => host.cell.hold((async () => {
        await new Promise(r => setTimeout(r, 100));
        host.display({ 'text/plain': 'last state' });
      })())); console.log('busy'); await new Promise(() => {})`,
    );
    expect(done.interrupted).toBe(true);
    expect(runtime.messages.at(-1)).toMatchObject({
      type: "display",
      id: 1,
      data: { "text/plain": "last state" },
    });
  });

  it("holds also work that was registered before, and one that reacts a step later", async () => {
    const runtime = await startRuntime();
    await stop(
      runtime,
      `${host} const stopped = new Promise(r => host.cell.signal.addEventListener('abort', r));
       host.cell.hold(stopped.then(() => new Promise(r => setTimeout(r, 20))).then(() => console.log('first')));
       void stopped.then(() => host.cell.hold(new Promise(r => setTimeout(r, 60)).then(() => console.log('second'))));
       console.log('busy'); await new Promise(() => {})`,
    );
    expect(runtime.text(1)).toBe("busy\nfirst\nsecond\n");
  });

  it("lets go of work that never ends", async () => {
    const runtime = await startRuntime();
    const done = await stop(
      runtime,
      `${host} host.cell.hold(new Promise(() => {})); console.log('busy'); await new Promise(() => {})`,
    );
    expect(done.interrupted).toBe(true);
  });

  it("waits no longer after a second Stop", async () => {
    const runtime = await startRuntime();
    const running = runtime.run(
      `${host} host.cell.hold(new Promise(() => {})); host.cell.signal.addEventListener('abort', () => console.log('aborted')); console.log('busy'); await new Promise(() => {})`,
    );
    await runtime.until(() => runtime.text(1).includes("busy"));
    runtime.client.interrupt();
    await runtime.until(() => runtime.text(1).includes("aborted"));
    runtime.client.interrupt();
    expect((await running).interrupted).toBe(true);
  });

  it("ends a loop in a listener of the signal by a second Stop", async () => {
    const runtime = await startRuntime();
    await runtime.run("$box('kept').v = 'kept'");
    const running = runtime.run(
      `${host} host.cell.signal.addEventListener('abort', () => { console.log('aborted'); while (true) {} }); console.log('busy'); await new Promise(() => {})`,
    );
    await runtime.until(() => runtime.text(2).includes("busy"));
    runtime.client.interrupt();
    await runtime.until(() => runtime.text(2).includes("aborted"));
    runtime.client.interrupt();
    expect((await running).interrupted).toBe(true);
    await expectAlive(runtime);
  });
});
