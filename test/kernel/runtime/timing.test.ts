import { describe, expect, test } from "vitest";
import { formatTime } from "../../../kernel/runtime/timing/format.ts";
import { TimeitResult } from "../../../kernel/runtime/timing/timeit.ts";

describe("a time", () => {
  // What IPython.core.magics.execution._format_time gives.
  test.each([
    [0, "0 ns"],
    [1.5e-10, "0.15 ns"],
    [2.5e-7, "250 ns"],
    [1.23456e-6, "1.23 µs"],
    [0.0123456, "12.3 ms"],
    [1, "1 s"],
    [12.3456, "12.3 s"],
    [60, "1min"],
    [3725, "1h 2min 5s"],
    [90_061, "1d 1h 1min 1s"],
  ])("%d s is %s", (seconds, text) => {
    expect(formatTime(seconds)).toBe(text);
  });
});

test("a result has mean, deviation and best of its runs", () => {
  const result = new TimeitResult(1000, [1e-3, 2e-3, 3e-3], 3);
  expect(result).toMatchObject({ best: 1e-3, worst: 3e-3, runs: 3, loops: 1000 });
  expect(result.average).toBeCloseTo(2e-3, 12);
  expect(result.stdev).toBeCloseTo(Math.sqrt(2 / 3) * 1e-3, 12);
  expect(result.toString()).toBe(
    "2 ms ± 816 µs per loop (mean ± std. dev. of 3 runs, 1,000 loops each)\nbest: 1 ms",
  );
});
