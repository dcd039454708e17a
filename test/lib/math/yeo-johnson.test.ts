import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  yeoJohnson,
  yeoJohnsonExponent,
  yeoJohnsonInverse,
} from "../../../lib/math/yeo-johnson.ts";

interface Sample {
  values: number[];
  exponent: number;
  warped: number[];
}
const path = new URL("../models/fixtures/acquisition.json", import.meta.url);
const { warped: samples } = JSON.parse(readFileSync(path, "utf8")) as { warped: Sample[] };

describe("the transform of Yeo and Johnson", () => {
  it("is SciPy's, to 1e-12", () => {
    for (const { values, exponent, warped } of samples)
      values.forEach((x, place) =>
        expect(Math.abs(yeoJohnson(x, exponent) - warped[place]!)).toBeLessThan(1e-12),
      );
  });

  it("finds the exponent that SciPy finds most likely on [−1, 1], to 1e-5", () => {
    for (const { values, exponent } of samples)
      expect(Math.abs(yeoJohnsonExponent(values) - exponent)).toBeLessThan(1e-5);
  });

  it("leads back, for exponents of every kind", () => {
    for (const exponent of [-1, -0.3, 0, 1e-13, 0.4, 1, 2, 2.5])
      for (const x of [-8, -0.5, -1e-9, 0, 1e-9, 0.7, 6])
        expect(yeoJohnsonInverse(yeoJohnson(x, exponent), exponent)).toBeCloseTo(x, 9);
  });

  it("changes nothing where the exponent is 1, and says Infinity beyond its range", () => {
    expect(yeoJohnson(-3.5, 1)).toBeCloseTo(-3.5, 12);
    expect(yeoJohnsonInverse(2, -1)).toBe(Infinity);
  });
});
