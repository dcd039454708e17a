// A hundred thousand messages that no front end sends, on shell, control and stdin: the kernel neither ends nor
// grows, and answers a right request after each thousand of them.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Fuzzer } from "./support/fuzz.ts";
import { startKernel } from "./support/kernel-client.ts";

const MESSAGES = 100_000;
const BATCH = 50;
/** Messages after which memory is first read: by then everything was used once. */
const WARM = 10_000;
/** Megabytes by which the kernel may have grown from then to the end. */
const GROWTH = 20;
/** Those who log what a stranger can cause: three sockets, and what was refused. In ten seconds each writes so many lines. */
const LOGS = 4;
const LINES = 21;

/** Megabytes of resident memory. */
const resident = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1024;

test.skipIf(process.platform !== "linux")(
  `${MESSAGES} mutated messages neither end the kernel nor make it grow`,
  async () => {
    await using kernel = await startKernel();
    const began = performance.now();
    await kernel.execute("const kept = 41;");
    const fuzzer = new Fuzzer(2026, kernel.connection["key"] as string);
    const readings: number[] = [];
    const channels = ["shell", "control", "stdin"] as const;
    for (let sent = 0; sent < MESSAGES; sent += BATCH) {
      const channel = channels[(sent / BATCH) % 3]!;
      for (let index = 0; index < BATCH; index++) await kernel.sendFrames(channel, fuzzer.next());
      // A request on the same channel is read after all of these; stdin answers none.
      await kernel.request("kernel_info_request", {}, channel === "stdin" ? "shell" : channel);
      if (sent % 5000 === 0)
        expect((await kernel.execute("kept + 1")).result?.["text/plain"]).toBe("42");
      readings.push(resident(kernel.pid));
      kernel.published.length = 0;
    }
    expect(kernel.process.exitCode).toBeNull();
    expect((await kernel.execute("({} as any).polluted")).result).toBeUndefined();

    // A collector runs when it likes: the lowest of ten readings is what is held.
    const lowest = (from: number) => Math.min(...readings.slice(from, from + 10));
    const first = lowest(WARM / BATCH);
    const last = lowest(readings.length - 10);
    expect(last - first).toBeLessThan(GROWTH);
    // The log is for people: it says what happened, once and not a hundred thousand times, and no secret.
    expect(kernel.log).toMatch(/was dropped/);
    expect(kernel.log).not.toContain(kernel.connection["key"] as string);
    const windows = Math.ceil((performance.now() - began) / 10_000) + 1;
    const lines = kernel.log.split("\n").filter((line) => line.startsWith("[tunebook] "));
    expect(lines.length).toBeLessThanOrEqual(LOGS * LINES * windows);
    expect(lines.filter((line) => line.length > 1000)).toEqual([]);
  },
  // A hundred thousand messages there and, of every fiftieth, back.
  900_000,
);
