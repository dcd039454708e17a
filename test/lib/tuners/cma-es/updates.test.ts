import { describe, expect, it } from "vitest";
import { compileSpace } from "../../../../lib/space/compile.ts";
import { choice, float, int } from "../../../../lib/space/parameters.ts";
import { UnitCube } from "../../../../lib/space/vectors.ts";
import {
  layOut,
  type Model,
  nextModel,
  startModel,
  vectorOf,
} from "../../../../lib/tuners/cma-es/model.ts";
import fixtures from "../fixtures/cma-es.json" with { type: "json" };

interface After {
  readonly mean: number[];
  readonly step: number;
  readonly covariance: number[][];
  readonly stepPath: number[];
  readonly meanPath: number[];
}

/** Relative to the size of the whole, 1e-9: each generation multiplies what rounding did before. */
function expectAll(actual: ArrayLike<number>, wanted: readonly number[], name: string): void {
  expect(actual.length).toBe(wanted.length);
  const size = Math.max(...wanted.map(Math.abs), 1e-300);
  wanted.forEach((value, k) => {
    expect(Math.abs(actual[k]! - value) / size, `${name}[${k}]`).toBeLessThan(1e-9);
  });
}

function expectGaussian({ gaussian }: Model, after: After, name: string): void {
  expectAll(gaussian!.mean, after.mean, `${name}: mean`);
  expectAll([gaussian!.step], [after.step], `${name}: step`);
  expectAll(gaussian!.covariance, after.covariance.flat(), `${name}: covariance`);
  expectAll(gaussian!.stepPath, after.stepPath, `${name}: step path`);
  expectAll(gaussian!.meanPath, after.meanPath, `${name}: mean path`);
}

const losses = [0, 1] as const;

describe("the updates of CMA-ES agree with the cmaes package to 1e-9", () => {
  it("mean, step size, covariance and paths, learning rates too", () => {
    expect(fixtures.plain.length).toBe(3);
    for (const { mean, adapt, generations } of fixtures.plain) {
      const d = mean.length;
      const space = compileSpace(
        Object.fromEntries(mean.map((_, k) => [`x${k}`, float(0, 1)] as const)),
      );
      const layout = layOut(new UnitCube(space));
      const population = generations[0]!.samples.length;
      let model = startModel(
        layout,
        { mean: Float64Array.from(mean), step: 1 / 6 },
        { population, separable: false, adaptRates: adapt },
      );
      for (const [index, { samples, after }] of generations.entries()) {
        const drawn = samples.map((x) => ({ place: Float64Array.from(x), levels: [] }));
        model = nextModel(layout, model, drawn, losses);
        expectGaussian(model, after, `${d} dimensions, generation ${index}`);
        const { rates } = after as { rates?: number[] };
        if (rates === undefined) continue;
        expectAll([model.rates!.mean.rate, model.rates!.covariance.rate], rates, "rates");
      }
    }
  });

  it("the margin of integers, and the integers that points are rounded to", () => {
    const { mean, generations } = fixtures.margin;
    const space = compileSpace({ a: int(0, 9), b: int(0, 9), x: float(-0.5, 9.5) });
    const layout = layOut(new UnitCube(space));
    const toUnit = (values: readonly number[]): Float64Array =>
      Float64Array.from(values, (value) => (value + 0.5) / 10);
    let model = startModel(
      layout,
      { mean: toUnit(mean), step: 1 / 6 },
      { population: generations[0]!.samples.length, separable: false, adaptRates: false },
    );
    for (const [index, { samples, shown, after }] of generations.entries()) {
      const drawn = samples.map((x) => ({ place: toUnit(x), levels: [] }));
      drawn.forEach((sample, place) => {
        const point = layout.cube.write(vectorOf(layout, model, sample));
        expect([point["a"], point["b"]]).toEqual(shown[place]!.slice(0, 2));
      });
      model = nextModel(layout, model, drawn, losses);
      const inUnits = { ...after, mean: [...toUnit(after.mean)], step: after.step / 10 };
      expectGaussian(model, inUnits, `generation ${index}`);
      expectAll(model.scales, after.scales, `generation ${index}: scales`);
    }
  });

  it("the distributions of choices", () => {
    const { counts, mean, generations } = fixtures.categories;
    const letters = (count: number): string[] => ["a", "b", "c", "d"].slice(0, count);
    const space = compileSpace({
      ...Object.fromEntries(mean.map((_, k) => [`x${k}`, float(0, 1)] as const)),
      ...Object.fromEntries(counts.map((n, k) => [`c${k}`, choice(letters(n))] as const)),
    });
    const layout = layOut(new UnitCube(space));
    let model = startModel(
      layout,
      { mean: Float64Array.from(mean), step: 1 / 6 },
      { population: generations[0]!.samples.length, separable: false, adaptRates: false },
    );
    for (const [index, { samples, levels, after }] of generations.entries()) {
      const drawn = samples.map((x, k) => ({ place: Float64Array.from(x), levels: levels[k]! }));
      model = nextModel(layout, model, drawn, losses);
      expectGaussian(model, after, `generation ${index}`);
      expectAll(
        model.categories!.probabilities.flat(),
        after.probabilities.flat(),
        `generation ${index}: probabilities`,
      );
    }
  });
});
