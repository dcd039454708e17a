import { describe, expect, it } from "vitest";
import { spread } from "../../../../lib/plots/common/spread.ts";

describe("spread", () => {
  it("leaves alone what is far enough apart", () => {
    expect(spread([30, 0, 14], 14)).toEqual([30, 0, 14]);
  });

  it("moves neighbours apart about their middle, in their order", () => {
    expect(spread([10, 12], 14)).toEqual([4, 18]);
    expect(spread([12, 10, 11], 10)).toEqual([21, 1, 11]);
  });

  it("joins groups that come to touch", () => {
    // 0 and 2 want −4 and 6; 9 then touches: all three about 11 / 3.
    const [first = 0, second, third] = spread([0, 2, 9], 10);
    expect(first).toBeCloseTo(11 / 3 - 10, 10);
    expect(second).toBeCloseTo(11 / 3, 10);
    expect(third).toBeCloseTo(11 / 3 + 10, 10);
  });

  it("stays within the range, and begins at its low end where there is no room", () => {
    expect(spread([0, 1], 10, { low: 0, high: 100 })).toEqual([0, 10]);
    expect(spread([99, 100], 10, { low: 0, high: 100 })).toEqual([90, 100]);
    expect(spread([5, 5, 5], 10, { low: 0, high: 12 })).toEqual([0, 10, 20]);
  });
});
