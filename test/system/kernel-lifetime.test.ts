import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startKernel } from "./support/kernel-client.ts";
import { root } from "./support/run.ts";

/** The processes below one, by id. */
function descendants(pid: number): number[] {
  const children = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child as number);
  return [...children, ...children.flatMap(descendants)];
}

function isAlive(pid: number): boolean {
  // A zombie was ended, only not yet reaped by whoever adopted it.
  const state = execFileSync("sh", ["-c", `ps -o stat= -p ${pid} || true`], { encoding: "utf8" });
  return state.trim() !== "" && !state.trim().startsWith("Z");
}

/** Resolves when none of the processes is left; the test's own limit is the deadline. */
async function gone(pids: number[]): Promise<void> {
  while (pids.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** A kernel whose runtime and language server are up. */
async function startWhole() {
  const kernel = await startKernel();
  await kernel.execute("const a: number = 1; a");
  const family = descendants(kernel.pid);
  expect(family.length).toBeGreaterThanOrEqual(2);
  return { kernel, family };
}

test.each([{ restart: false }, { restart: true }])(
  "shutdown %o is answered, exits with 0, and leaves no process behind",
  async (content) => {
    const { kernel, family } = await startWhole();
    const reply = await kernel.request("shutdown_request", content, "control");
    expect(reply.content).toEqual({ status: "ok", ...content });
    expect(await kernel.exited()).toBe(0);
    await gone(family);
    await kernel[Symbol.asyncDispose]();
  },
);

test("shutdown ends a cell that computes", async () => {
  const { kernel, family } = await startWhole();
  const running = kernel.start("console.log('go'); while (true) {}");
  await running.message(({ content }) => content["text"] === "go\n");
  expect(await kernel.shutdown()).toBe(0);
  await gone(family);
  await kernel[Symbol.asyncDispose]();
});

test.each(["SIGTERM", "SIGKILL"] as const)(
  "%s of the kernel leaves no process behind, also while a cell computes",
  async (signal) => {
    const { kernel, family } = await startWhole();
    const running = kernel.start("console.log('go'); while (true) {}");
    await running.message(({ content }) => content["text"] === "go\n");
    kernel.process.kill(signal);
    await kernel.exited();
    await gone(family);
    await kernel[Symbol.asyncDispose]();
  },
);

/** Starts the kernel as Jupyter's server does, so that it may outlive its parent, and waits. */
const PARENT = `
  const { spawn } = require("node:child_process");
  const env = { ...process.env, JPY_PARENT_PID: String(process.pid) };
  const args = [${JSON.stringify(join(root, "dist", "kernel", "entry.js"))}, process.argv[1]];
  spawn(process.execPath, args, { env, detached: true, stdio: "ignore" });
  setInterval(() => {}, 1000);`;

describe.each([
  ["is idle", "console.log('go');"],
  ["waits", "console.log('go'); await new Promise(() => {});"],
  ["loops", "console.log('go'); while (true) {}"],
])("a kernel that %s", (_state, code) => {
  test.each(["SIGTERM", "SIGKILL"] as const)(
    "ends with all its processes when %s ends its parent",
    async (signal) => {
      await using parent = await startKernel({ command: [process.execPath, "-e", PARENT] });
      const running = parent.start(code);
      await running.message(({ content }) => content["text"] === "go\n");
      const family = descendants(parent.pid);
      // The kernel, the runtime, the language server.
      expect(family.length).toBeGreaterThanOrEqual(3);
      parent.process.kill(signal);
      await parent.exited();
      await gone(family);
    },
  );
});

test("a kernel that is killed together with its parent leaves no process behind", async () => {
  await using parent = await startKernel({ command: [process.execPath, "-e", PARENT] });
  const running = parent.start("console.log('go'); while (true) {}");
  await running.message(({ content }) => content["text"] === "go\n");
  const family = descendants(parent.pid);
  parent.process.kill("SIGKILL");
  process.kill(family[0]!, "SIGKILL");
  await parent.exited();
  await gone(family);
});

test("a connection file that cannot be used is refused with the reason", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tunebook-refused-"));
  const file = join(folder, "connection.json");
  const ports = { shell_port: 1, control_port: 2, stdin_port: 3, iopub_port: 4, hb_port: 5 };
  await writeFile(file, JSON.stringify({ transport: "tcp", ip: "0.0.0.0", key: "", ...ports }));
  const child = spawn(process.execPath, [join(root, "dist", "kernel", "entry.js"), file]);
  let stderr = "";
  child.stderr.on("data", (bytes: Buffer) => (stderr += bytes.toString()));
  const [code] = (await once(child, "close")) as [number];
  expect(code).toBe(1);
  expect(stderr).toContain("key is empty");
  await rm(folder, { recursive: true });
});
