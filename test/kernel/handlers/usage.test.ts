import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { parseMeminfo, virtualMemory } from "../../../kernel/handlers/usage/host.ts";
import { UsageMeter } from "../../../kernel/handlers/usage/meter.ts";
import { ownProcesses, parsePs, parseStat } from "../../../kernel/handlers/usage/processes.ts";

describe("what the kernel uses", () => {
  test("counts children and their children", async () => {
    const script = `const { spawn } = require("node:child_process");
      const grandchild = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      grandchild.once("spawn", () => console.log(grandchild.pid));
      process.stdin.once("end", () => { grandchild.kill(); process.exit(); }).resume();`;
    const child = spawn(process.execPath, ["-e", script], { stdio: ["pipe", "pipe", "inherit"] });
    const [pid] = (await once(child.stdout, "data")) as [Buffer];
    const found = await ownProcesses();
    const pids = found.map((each) => each.pid);
    expect(pids).toContain(process.pid);
    expect(pids).toContain(child.pid);
    expect(pids).toContain(Number(pid.toString()));
    expect(new Set(pids).size).toBe(pids.length);
    for (const { memory } of found.filter((each) => each.pid === process.pid)) {
      expect(memory).toBeGreaterThan(10 * 2 ** 20);
      expect(memory).toBeLessThanOrEqual(process.memoryUsage.rss() * 1.5);
    }
    child.stdin.end();
    await once(child, "exit");
  });

  test("processor time is measured from one question to the next", async () => {
    const meter = new UsageMeter();
    expect(await meter.measure()).toMatchObject({ cpu: 0, hostCpu: undefined });
    const before = process.cpuUsage();
    // The system counts in hundredths of a second.
    while (process.cpuUsage(before).user < 100_000);
    const { cpu, hostCpu } = await meter.measure();
    expect(cpu).toBeGreaterThan(0);
    expect(hostCpu).toBeGreaterThan(0);
    expect(hostCpu).toBeLessThanOrEqual(100);
  });
});

test("a process's name may hold parentheses and spaces", () => {
  const rest = "S 12 1 1 0 -1 4194560 1 0 0 0 250 50 0 0 20 0 1 0 100 1 1";
  expect(parseStat(`34 (a) b (c)) ${rest}`)).toMatchObject({ pid: 34, parent: 12, cpu: 3 });
  expect(parseStat("")).toBeUndefined();
});

test("the output of ps, as macOS and Linux write times", () => {
  const text = "    1     0  1234 0:02.50\n 77 1 10 1-02:03:04\n 78 77 5 01:00:01\n";
  expect(parsePs(text)).toEqual([
    { pid: 1, parent: 0, memory: 1234 * 1024, cpu: 2.5 },
    { pid: 77, parent: 1, memory: 10 * 1024, cpu: 86_400 + 2 * 3600 + 3 * 60 + 4 },
    { pid: 78, parent: 77, memory: 5 * 1024, cpu: 3601 },
  ]);
});

describe("what the machine uses", () => {
  test("/proc/meminfo, by psutil's names", () => {
    const text = `MemTotal:  1000 kB\nMemFree:  100 kB\nMemAvailable:  400 kB\nBuffers: 20 kB
Cached:  200 kB\nActive:  300 kB\nActive(anon):  7 kB\nInactive: 50 kB\nShmem: 30 kB
SReclaimable: 10 kB\nSlab: 15 kB\n`;
    expect(parseMeminfo(text)).toEqual({
      total: 1_024_000,
      available: 409_600,
      percent: 60,
      used: 614_400,
      free: 102_400,
      active: 307_200,
      inactive: 51_200,
      buffers: 20_480,
      cached: 215_040,
      shared: 30_720,
      slab: 15_360,
    });
    expect(parseMeminfo("MemFree: 1 kB")).toBeUndefined();
  });

  test("here and now", async () => {
    const { total, available, percent } = await virtualMemory();
    expect(available).toBeLessThan(total);
    expect(percent).toBeGreaterThan(0);
    expect(percent).toBeLessThan(100);
  });
});
