import { afterEach, describe, expect, it, vi } from "vitest";
import { freePorts, onFreePorts } from "../../cli/support/free-ports.ts";

describe("free ports", () => {
  afterEach(() => vi.restoreAllMocks());

  it("differ from each other, and lie below those of outgoing connections", async () => {
    const ports = await freePorts(5);
    expect(new Set(ports).size).toBe(5);
    for (const port of ports) expect(port).toBeLessThan(32_768);
  });

  it("are not given again, though whoever was given them has not bound them yet", async () => {
    const [first] = await freePorts(1);
    // The same place is drawn once more, then another.
    const random = vi.spyOn(Math, "random");
    random.mockReturnValueOnce((first! - 10_000 + 0.5) / (32_767 - 10_000));
    const [second] = await freePorts(1);
    expect(random.mock.calls.length).toBeGreaterThan(1);
    expect(second).not.toBe(first);
  });

  it("are not drawn by two callers at once", async () => {
    const random = vi.spyOn(Math, "random");
    random.mockReturnValueOnce(0.5).mockReturnValueOnce(0.5);
    const both = [freePorts(1), freePorts(1)];
    // Nothing is bound yet, and the second has drawn once more already.
    expect(random.mock.calls.length).toBeGreaterThan(2);
    const [[one], [other]] = (await Promise.all(both)) as [number[], number[]];
    expect(one).not.toBe(other);
  });
});

describe("a kernel on free ports", () => {
  const taken = new Error(
    "The kernel ended. The kernel cannot listen at tcp://127.0.0.1:1 (shell)",
  );

  it("is started on others where one was taken", async () => {
    const tried: number[][] = [];
    const started = await onFreePorts(async (ports) => {
      tried.push(ports);
      if (tried.length === 1) throw taken;
      return "started";
    });
    expect(started).toBe("started");
    expect(new Set(tried.flat()).size).toBe(10);
  });

  it("is not started again where something else is wrong, nor for ever", async () => {
    const start = vi.fn(() => Promise.reject(new Error("no kernel")));
    await expect(onFreePorts(start)).rejects.toThrow("no kernel");
    expect(start).toHaveBeenCalledTimes(1);
    const unlucky = vi.fn(() => Promise.reject(taken));
    await expect(onFreePorts(unlucky)).rejects.toThrow("cannot listen");
    expect(unlucky).toHaveBeenCalledTimes(3);
  });
});
