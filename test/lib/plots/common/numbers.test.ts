import { describe, expect, test } from "vitest";
import {
  counted,
  formatDuration,
  formatEstimate,
  formatMeasure,
  formatNumber,
  formatPercent,
  formatTicks,
} from "../../../../lib/plots/common/numbers.ts";

test.each([
  [0, "0"],
  [0.064123, "0.0641"],
  [0.1, "0.1"],
  [137, "137"],
  [1620, "1\u2009620"],
  [1234567, "1\u2009234\u2009567"],
  [1234.56, "1\u2009235"],
  [99.96, "100"],
  [1.7e-5, "1.7×10⁻⁵"],
  [1e-4, "10⁻⁴"],
  [3e12, "3×10¹²"],
  [-0.5, "−0.5"],
  [-2e-9, "−2×10⁻⁹"],
  [Number.NaN, "NaN"],
  [Infinity, "∞"],
  [-Infinity, "−∞"],
  [undefined, "–"],
])("formatNumber(%s) is %s", (value, text) => expect(formatNumber(value)).toBe(text));

test("parameters take two digits", () => expect(formatNumber(0.06412, 2)).toBe("0.064"));

test.each([
  [0.14, "0.140"],
  [0.061, "0.0610"],
  [3, "3"],
  [-0.5, "−0.500"],
  [12.345, "12.3"],
  [1234.5, "1\u2009235"],
])("formatMeasure(%s) is %s", (value, text) => expect(formatMeasure(value)).toBe(text));

test.each([
  [0.000123456, "1.23×10⁻⁴"],
  [12345678.9, "1.23×10⁷"],
  [-1.5e-12, "−1.50×10⁻¹²"],
  [0, "0"],
  [Infinity, "∞"],
  [Number.NaN, "NaN"],
])("formatMeasure(%s) has all three digits before its power of ten", (value, text) =>
  expect(formatMeasure(value)).toBe(text),
);

test.each([
  [
    [1.3e7, 1.35e7, 1.4e7],
    ["1.30×10⁷", "1.35×10⁷", "1.40×10⁷"],
  ],
  [
    [-2e-12, -1.8e-12, 0],
    ["−2.0×10⁻¹²", "−1.8×10⁻¹²", "0"],
  ],
  [
    [5e6, 1e7, 1.5e7],
    ["5×10⁶", "1.0×10⁷", "1.5×10⁷"],
  ],
  [
    [0, 5e-4, 0.001, 0.0015],
    ["0", "5×10⁻⁴", "0.001", "0.0015"],
  ],
  [[1e-5], ["10⁻⁵"]],
  [
    [100000, 100000.5],
    ["100\u2009000.0", "100\u2009000.5"],
  ],
])("no two ticks of %s are written alike", (values, texts) =>
  expect(formatTicks(values)).toEqual(texts),
);

test("ticks of an axis have equally many decimals", () => {
  expect(formatTicks([0.5, 0.55, 0.6])).toEqual(["0.50", "0.55", "0.60"]);
  expect(formatTicks([-1, 0, 1])).toEqual(["−1", "0", "1"]);
});

describe("durations", () => {
  test.each([
    [0, "0 s"],
    [-4, "0 s"],
    [Number.NaN, "0 s"],
    [59.4, "59 s"],
    [59.6, "1 min 00 s"],
    [140, "2 min 20 s"],
    [3600, "1 h 00 min"],
    [11111, "3 h 05 min"],
  ])("%s seconds are %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  test.each([
    [0.2, "about 1 s"],
    [43, "about 45 s"],
    [143, "about 2 min 20 s"],
    [3000, "about 50 min"],
  ])("%s seconds are estimated as %s", (seconds, text) =>
    expect(formatEstimate(seconds)).toBe(text),
  );
});

test("percentages and counts", () => {
  expect(formatPercent(0.017)).toBe("1.7%");
  expect(formatPercent(0.00001)).toBe("under 0.1%");
  expect(formatPercent(0.42)).toBe("42%");
  expect(counted(1, "trial")).toBe("1 trial");
  expect(counted(2000, "trial")).toBe("2\u2009000 trials");
});
