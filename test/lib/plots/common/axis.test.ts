import { describe, expect, test } from "vitest";
import {
  drawnNumber,
  linearTicks,
  logTicks,
  notBelowZero,
  padded,
  plotlyRange,
  position,
  scaleFor,
  snapped,
  widened,
} from "../../../../lib/plots/common/axis.ts";

describe("log ticks", () => {
  test("are decades beyond 2.2 decades", () => {
    expect(logTicks({ low: 1e-5, high: 1 }).ticktext).toEqual([
      "10⁻⁵",
      "10⁻⁴",
      "0.001",
      "0.01",
      "0.1",
      "1",
    ]);
  });

  test("are 1-2-5 between one decade and 2.2", () => {
    expect(logTicks({ low: 0.05, high: 2 }).tickvals).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
  });

  test("are 1-1.5-2-3-5-7 within a decade", () => {
    expect(logTicks({ low: 0.06, high: 0.3 }).tickvals).toEqual([0.07, 0.1, 0.15, 0.2, 0.3]);
  });

  test("are round steps within a factor of two", () => {
    const { tickvals } = logTicks({ low: 10.1, high: 10.6 });
    expect(tickvals.length).toBeGreaterThanOrEqual(3);
    for (const value of tickvals) expect(value).toBeGreaterThanOrEqual(10.1);
  });

  test("stay few over very many decades", () => {
    expect(logTicks({ low: 1e-30, high: 1e30 }).tickvals.length).toBeLessThanOrEqual(10);
  });
});

test("linear ticks are round and inside of the range", () => {
  expect(linearTicks({ low: -0.9, high: 1.1 }).ticktext).toContain("0.0");
  expect(linearTicks({ low: 3, high: 3 }).tickvals).toEqual([3]);
});

test("an axis is log for what shall be small and is positive, else linear", () => {
  expect(scaleFor("minimize", [0.1, 2])).toBe("log");
  expect(scaleFor("minimize", [0.1, 0])).toBe("linear");
  expect(scaleFor("minimize", [-1, 2])).toBe("linear");
  expect(scaleFor("maximize", [0.1, 2])).toBe("linear");
});

test.each(["log", "linear"] as const)("a single value gets room on both sides (%s)", (scale) => {
  for (const value of scale === "log" ? [1e-12, 1, 1e12] : [-5, 0, 1e-12, 1e12]) {
    const range = padded(scale, { low: value, high: value }, 0.1, 0.1);
    expect(range.low).toBeLessThan(value);
    expect(range.high).toBeGreaterThan(value);
  }
});

test("snapping moves both ends outwards", () => {
  const range = snapped("linear", { low: 0.123, high: 0.987 });
  expect(range.low).toBeLessThanOrEqual(0.123);
  expect(range.high).toBeGreaterThanOrEqual(0.987);
});

test("widening never narrows", () => {
  expect(widened({ low: 2, high: 3 }, { low: 1, high: 2.5 })).toEqual({ low: 1, high: 3 });
  expect(widened({ low: 2, high: 3 }, undefined)).toEqual({ low: 2, high: 3 });
});

describe("what is drawn of a number", () => {
  test("goes by the axis: far from zero it keeps its decimals", () => {
    const round = drawnNumber("linear", { low: 100_000, high: 100_001 });
    expect(round(100_000.512345678)).toBe(100_000.5123);
    expect(drawnNumber("linear", { low: 0, high: 3e12 })(1_234_567_891_234)).toBe(
      1_234_600_000_000,
    );
    expect(drawnNumber("linear", { low: 0, high: 1e-9 })(1.23456789e-10)).toBe(1.235e-10);
  });

  test.each([
    ["linear", { low: -3, high: 17 }],
    ["linear", { low: 1e9, high: 1e9 + 1 }],
    ["log", { low: 1e-4, high: 10 }],
    ["log", { low: 5, high: 5.0001 }],
  ] as const)(
    "moves nothing by more than a five-thousandth of the axis (%s, %o)",
    (scale, range) => {
      const round = drawnNumber(scale, range);
      const [low, high] = plotlyRange(scale, range);
      for (let k = 0; k <= 50; k++) {
        const place = low + ((high - low) * (k + 0.123)) / 51;
        const value = scale === "log" ? 10 ** place : place;
        const moved = Math.abs(position(scale, round(value)) - position(scale, value));
        expect(moved / (high - low)).toBeLessThan(2e-4);
      }
    },
  );

  test("is all of it on an axis of one value", () => {
    expect(drawnNumber("linear", { low: 1, high: 1 })(Math.PI)).toBe(Math.PI);
  });
});

describe("a range below 0", () => {
  const wide = { low: -0.3, high: 2 };

  test("is cut to a little room where no value lies there, and no tick stands in it", () => {
    const range = notBelowZero("linear", wide, [0, 1, 2]);
    expect(range.low).toBeLessThan(0);
    expect(range.high).toBe(2);
    expect(linearTicks(range).tickvals[0]).toBe(0);
    expect(linearTicks(wide, 20).tickvals[0]).toBeLessThan(0);
    // It is never widened.
    expect(notBelowZero("linear", { low: -0.01, high: 2 }, [0])).toEqual({ low: -0.01, high: 2 });
  });

  test("stays where a value lies there, or nothing else is shown", () => {
    for (const [range, values] of [
      [wide, [-1e-9, 2]],
      [{ low: -2, high: -1 }, []],
      [{ low: 0.5, high: 2 }, [1]],
    ] as const)
      expect(notBelowZero("linear", range, values)).toBe(range);
    const log = { low: 0.1, high: 1 };
    expect(notBelowZero("log", log, [0.2])).toBe(log);
  });
});
