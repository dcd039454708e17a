import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { startRuntime, type TestRuntime } from "./runtime-support/runtime.ts";

async function deathOf(runtime: TestRuntime, body: string) {
  const error = await runtime.run(body).then(
    () => expect.fail("the cell should have died with its runtime"),
    (error: Error & { death: { code: number | null; signal: string | null; message: string } }) =>
      error,
  );
  expect(error.name).toBe("RuntimeDied");
  expect(error.message).toBe(error.death.message);
  return error.death;
}

describe("a runtime that dies", () => {
  it("by process.exit: no printed line is lost, the code is told, a new one runs cells", async () => {
    const runtime = await startRuntime();
    const death = await deathOf(
      runtime,
      "for (let i = 0; i < 5000; i++) console.log(i); require('node:fs').writeSync(1, 'raw\\n'); process.exit(7)",
    );
    expect(death).toMatchObject({ code: 7, signal: null });
    expect(death.message).toContain("exit code 7");
    expect(death.message).toContain("Variables are lost");
    expect(runtime.text(1).split("\n").toSorted()).toEqual(
      [...Array.from({ length: 5000 }, (_, i) => String(i)), "raw", ""].toSorted(),
    );
    expect(runtime.deaths).toEqual([death]);
    const after = await runtime.run("return { value: 'alive' }");
    expect(after.result?.data["text/plain"]).toBe("'alive'");
  });

  it("by a signal, also between cells", async () => {
    const runtime = await startRuntime();
    const { pid } = runtime.client;
    process.kill(pid!, "SIGKILL");
    await runtime.until(() => runtime.deaths.length === 1);
    expect(runtime.deaths[0]).toMatchObject({ code: null, signal: "SIGKILL" });
    expect(runtime.deaths[0]!.message).toContain("SIGKILL");
    expect((await runtime.run("return { value: 1 }")).result?.data["text/plain"]).toBe("1");
    expect(runtime.client.pid).not.toBe(pid);
    const crash = await deathOf(runtime, "console.log('last words'); process.abort()");
    expect(crash.signal).toBe("SIGABRT");
    expect(crash.message).toContain("crashed (SIGABRT)");
    expect(runtime.text(2)).toBe("last words\n");
  });

  it("for want of memory: says so, and the remedy, without V8's report on the page", async () => {
    const runtime = await startRuntime({ ...process.env, NODE_OPTIONS: "--max-old-space-size=48" });
    const death = await deathOf(
      runtime,
      "console.log('filling'); const all = []; for (;;) all.push(new Array(1000).fill({}))",
    );
    expect(death.message).toContain("ran out of memory");
    expect(death.message).toContain("NODE_OPTIONS=--max-old-space-size");
    expect(runtime.text(1)).toBe("filling\n");
    expect(runtime.text(1, "stderr")).not.toContain("GCs");
    expect((await runtime.run("return { value: 1 }")).result?.data["text/plain"]).toBe("1");
  });

  it("while it starts: says why, and does not start for ever", async () => {
    const runtime = await startRuntime().catch((error: Error) => error);
    expect(runtime).not.toBeInstanceOf(Error);
    const broken = await startRuntime({ ...process.env, NODE_OPTIONS: "--no-such-option" }).catch(
      (error: Error) => error,
    );
    expect(broken).toBeInstanceOf(Error);
    expect((broken as Error).message).toContain("ended while it started");
    expect((broken as Error).message).toContain("--no-such-option");
  });
});

describe("the end", () => {
  it("restart gives fresh variables and rejects what ran; close leaves no process", async () => {
    const runtime = await startRuntime();
    await runtime.run("$box('x').v = 1");
    const running = runtime.run("while (true) {}");
    const outcome = expect(running).rejects.toThrow("closed");
    await runtime.client.restart();
    await outcome;
    expect((await runtime.run("$box('x').v")).error?.ename).toBe("ReferenceError");
    const { pid } = runtime.client;
    await runtime.client.close();
    expect(() => process.kill(pid!, 0)).toThrow("ESRCH");
    expect(runtime.deaths).toEqual([]);
  });

  for (const [state, body] of [
    ["waiting", "await new Promise(() => setInterval(() => {}, 1000))"],
    ["busy", "while (true) {}"],
  ] as const) {
    it(`a ${state} runtime ends with the kernel process`, async () => {
      const client = pathToFileURL(
        resolve(import.meta.dirname, "../../dist/kernel/runtime/client.js"),
      ).href;
      const script = `
        const { RuntimeClient } = await import(${JSON.stringify(client)});
        const client = new RuntimeClient({ cwd: process.cwd() });
        client.onMessage(message => message.type === 'stream' && process.stdout.write(String(client.pid)));
        await client.start();
        client.execute({ id: 1, js: ${JSON.stringify(`(async function () { console.log("on"); ${body} })`)}, map: "{}", file: "Cell [1]", code: "", cellId: "1", deletedCells: [],
          names: [], silent: false, storeHistory: true, executionCount: 1, userExpressions: {}, allowStdin: false }).catch(() => {});`;
      const kernel = spawn(process.execPath, ["--input-type=module", "-e", script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [pid] = (await once(kernel.stdout, "data")) as [Buffer];
      kernel.kill("SIGKILL");
      await once(kernel, "exit");
      const runtime = Number(pid.toString());
      await expect.poll(() => isAlive(runtime)).toBe(false);
    });
  }
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
