/** usage_request and connect_request, over real sockets. */
import { hostname } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startKernel, type KernelClient } from "../support/kernel-client.ts";

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await startKernel();
});
afterAll(() => kernel[Symbol.asyncDispose]());

const usage = async () => (await kernel.request("usage_request", {}, "control")).content;

test("usage has the fields that ipykernel has and jupyter-resource-usage reads", async () => {
  await usage();
  const content = await usage();
  expect(content).toMatchObject({
    hostname: hostname(),
    pid: kernel.pid,
    kernel_cpu: expect.any(Number),
    kernel_memory: expect.any(Number),
    cpu_count: expect.any(Number),
    host_virtual_memory: {
      total: expect.any(Number),
      available: expect.any(Number),
      percent: expect.any(Number),
      used: expect.any(Number),
      free: expect.any(Number),
      ...(process.platform === "linux" ? { active: expect.any(Number) } : {}),
    },
  });
});

test("usage is of the processes together: what a cell holds is counted", async () => {
  const before = (await usage())["kernel_memory"] as number;
  await kernel.execute("const held = new Uint8Array(300 * 2 ** 20).fill(1); 0");
  const after = (await usage())["kernel_memory"] as number;
  expect(after - before).toBeGreaterThan(200 * 2 ** 20);
});

test("usage answers while a cell computes, and counts its processor time", async () => {
  await kernel.execute("0");
  await usage();
  const running = kernel.start("console.log('go'); while (true) {}");
  await running.message(({ content }) => content["text"] === "go\n");
  // The system counts in hundredths of a second: ask until some of them have gone by.
  let percent = 0;
  while (percent === 0) percent = (await usage())["kernel_cpu"] as number;
  expect(percent).toBeGreaterThan(0);
  await kernel.interrupt();
  await running.done;
});

test("connect tells the ports of the connection file", async () => {
  const { content } = await kernel.request("connect_request");
  const { shell_port, iopub_port, stdin_port, control_port, hb_port } = kernel.connection;
  expect(content).toEqual({
    status: "ok",
    shell_port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
  });
});
