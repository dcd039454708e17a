import { describe, expect, it } from "vitest";
import { type BestLine, leadOf } from "../../../../lib/plots/common/lead.ts";

const line = (name: string, points: [number, number][], end = 60): BestLine => ({
  name,
  points: points.map(([x, value]) => ({ x, value })),
  end,
});

describe("leadOf", () => {
  const fast = line("fast", [
    [1, 9],
    [13, 4],
    [20, 3],
  ]);
  const slow = line("slow", [
    [1, 9],
    [30, 6],
    [50, 4.5],
  ]);
  const middle = line("middle", [
    [1, 9],
    [40, 4],
  ]);

  it("says where the best reaches what the worst finds, and where that finds it", () => {
    expect(leadOf([slow, fast, middle], "minimize")).toEqual({
      leader: 1,
      other: 0,
      at: 13,
      end: 50,
      value: 4.5,
    });
  });

  it("is over the one that is named", () => {
    expect(leadOf([slow, fast, middle], "minimize", 2)).toMatchObject({
      other: 2,
      at: 13,
      end: 40,
    });
  });

  it("goes the other way where large is better", () => {
    const turned = [slow, fast].map((one) => ({
      ...one,
      points: one.points.map(({ x, value }) => ({ x, value: -value })),
    }));
    expect(leadOf(turned, "maximize")).toMatchObject({ leader: 1, at: 13, value: -4.5 });
  });

  it("is none with one line, and none over one that was there as soon", () => {
    expect(leadOf([fast, line("empty", [])], "minimize")).toBeUndefined();
    const sooner = line("sooner", [[5, 4]]);
    expect(leadOf([fast, sooner], "minimize")).toBeUndefined();
  });
});
