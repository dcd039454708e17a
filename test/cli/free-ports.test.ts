import { afterEach, describe, expect, it, vi } from "vitest";
import { freePorts } from "../../cli/support/free-ports.ts";

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
});
