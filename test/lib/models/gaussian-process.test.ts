import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadKernels } from "../../../lib/math/kernels.ts";
import { randomStream } from "../../../lib/math/random.ts";
import {
  type GpColumn,
  GaussianProcess,
  fitGaussianProcess,
} from "../../../lib/models/gaussian-process.ts";
import { Embedding } from "../../../lib/models/gaussian-process/embedding.ts";
import type { Engine, EngineData } from "../../../lib/models/gaussian-process/engine.ts";
import { type GpParameters, addLogPrior } from "../../../lib/models/gaussian-process/parameters.ts";
import { plainEngine } from "../../../lib/models/gaussian-process/plain-engine.ts";
import { wasmEngine } from "../../../lib/models/gaussian-process/wasm-engine.ts";

interface Case extends GpParameters {
  n: number;
  logLikelihood: number;
  gradient: number[];
  predictions: {
    row: number;
    mean: number;
    variance: number;
    byMean: number[];
    byVariance: number[];
  }[];
}

const cases = JSON.parse(
  readFileSync(new URL("./fixtures/gaussian-process.json", import.meta.url), "utf8"),
) as Case[];

const columns: readonly GpColumn[] = ["numeric", "conditional", "categorical"];
const d = columns.length;
const kernels = loadKernels();
if (kernels === undefined) throw new Error("This Node has no WebAssembly SIMD.");
const engines: readonly Engine[] = [plainEngine, wasmEngine(kernels)];

/** As in fixtures/gaussian-process.py. */
function fraction(row: number, which: number): number {
  const product = (row + 1) * [Math.SQRT2, Math.sqrt(3), Math.sqrt(5)][which]!;
  return product - Math.floor(product);
}

function pointOf(row: number): number[] {
  const category = Math.floor(3.2 * fraction(row, 2));
  return [
    fraction(row, 0),
    category === 1 ? fraction(row, 1) : Number.NaN,
    category === 3 ? Number.NaN : category,
  ];
}

function valueOf([numeric, inner, kind]: readonly number[]): number {
  return (
    Math.sin(5 * numeric!) +
    (Number.isNaN(inner) ? 0 : inner! * inner!) +
    (Number.isNaN(kind) ? -0.5 : 0.3 * kind!)
  );
}

function dataOf(n: number): { x: Float64Array; y: Float64Array; engineData: EngineData } {
  const points = Array.from({ length: n }, (_, row) => pointOf(row));
  const x = Float64Array.from(points.flat());
  const y = Float64Array.from(points, valueOf);
  const embedding = new Embedding(columns);
  return { x, y, engineData: { embedding, coordinates: embedding.embed(x, n), y } };
}

function processOf(engine: Engine, data: EngineData, parameters: GpParameters): GaussianProcess {
  const factor = engine.factorize(data, parameters);
  if (factor === undefined) throw new Error("no factor");
  return new GaussianProcess({ data, factor, parameters, jitter: 0, logPrior: 0 });
}

/** What rounding may cost: in proportion to the condition of K, at most (n s + σ²)/σ². */
function allowed({ n, signal, noise }: { n: number; signal: number; noise: number }): number {
  return 20 * Number.EPSILON * (1 + (n * signal) / noise);
}

function expectNear(actual: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(wanted.length);
  const size = Math.max(...Array.from(wanted, Math.abs), 1e-6);
  for (let place = 0; place < wanted.length; place++) {
    const error = Math.abs(actual[place]! - wanted[place]!);
    if (!(error <= tolerance * size))
      expect.fail(
        `[${place}]: ${actual[place]} is not ${wanted[place]} (of ${size}) to ${tolerance}`,
      );
  }
}

for (const engine of engines) {
  describe(`the ${engine.name} engine against the definition in extended precision`, () => {
    for (const wanted of cases) {
      const [length] = wanted.lengthscales;
      it(`n = ${wanted.n}, ℓ = ${length}, s = ${wanted.signal}, σ² = ${wanted.noise}`, () => {
        const { engineData } = dataOf(wanted.n);
        const tolerance = allowed(wanted);
        const gradient = new Float64Array(d + 2);
        const value = engine.logLikelihood(engineData, wanted, gradient);
        expectNear([value], [wanted.logLikelihood], tolerance);
        // The pull (α α^T − K⁻¹) is as large as 1/σ², and cancels.
        expectNear(gradient, wanted.gradient, tolerance * Math.max(1, 1e-3 / wanted.noise));

        const process = processOf(engine, engineData, wanted);
        expectNear([process.logLikelihood], [wanted.logLikelihood], tolerance);
        for (const prediction of wanted.predictions) {
          const point = Float64Array.from(pointOf(prediction.row));
          const found = process.posteriorGradient(point);
          expectNear([found.mean], [prediction.mean], tolerance);
          const floor = tolerance * wanted.signal;
          expect(Math.abs(found.variance - prediction.variance)).toBeLessThanOrEqual(floor);
          const slopes = 1 / Math.min(...wanted.lengthscales);
          expectNear(found.meanGradient, prediction.byMean, tolerance * Math.max(1, slopes));
          for (let column = 0; column < d; column++) {
            expect(
              Math.abs(found.varianceGradient[column]! - prediction.byVariance[column]!),
            ).toBeLessThanOrEqual(floor * Math.max(1, slopes) * 10);
          }
        }
      });
    }
  });
}

describe("the two engines agree", () => {
  const random = randomStream(11);
  const kinds: readonly GpColumn[] = [
    "categorical",
    "numeric",
    "conditional",
    "numeric",
    "categorical",
    "conditional",
  ];
  const randomRows = (count: number): Float64Array =>
    Float64Array.from({ length: count * kinds.length }, (_, place) => {
      const kind = kinds[place % kinds.length]!;
      if (kind === "numeric") return random.uniform();
      if (random.uniform() < 0.4) return Number.NaN;
      return kind === "categorical" ? Math.floor(3 * random.uniform()) : random.uniform();
    });

  it("to 1e-12 wherever the covariance is well conditioned, for every remainder of 4", () => {
    for (let n = 1; n <= 70; n += n < 12 ? 1 : 13) {
      const embedding = new Embedding(kinds);
      const x = randomRows(n);
      const y = Float64Array.from({ length: n }, () => random.uniform() - 0.5);
      const data = { embedding, coordinates: embedding.embed(x, n), y };
      const parameters = {
        signal: 0.3 + random.uniform(),
        noise: 1,
        lengthscales: kinds.map(() => 10 ** (2 * random.uniform() - 1)),
      };
      const [first, second] = engines.map((engine) => {
        const gradient = new Float64Array(kinds.length + 2);
        const value = engine.logLikelihood(data, parameters, gradient);
        return [value, ...gradient];
      });
      expectNear(second!, first!, 1e-12);
      const queries = randomRows(70);
      const [plain, quick] = engines.map((engine) => processOf(engine, data, parameters));
      const one = plain!.posteriorGradients(queries);
      const other = quick!.posteriorGradients(queries);
      expectNear(other.mean, one.mean, 1e-12);
      expectNear(other.variance, one.variance, 1e-12);
      expectNear(other.meanGradient, one.meanGradient, 1e-12);
      expectNear(other.varianceGradient, one.varianceGradient, 1e-12);
      const few = queries.subarray(0, 9 * kinds.length);
      expectNear(
        quick!.jointPosterior(few).covariance,
        plain!.jointPosterior(few).covariance,
        1e-12,
      );
    }
  });

  it("and two processes that take turns do not disturb each other", () => {
    const { engineData } = dataOf(21);
    const short = { signal: 1, noise: 0.1, lengthscales: [0.2, 0.2, 0.2] };
    const long = { signal: 2, noise: 0.1, lengthscales: [2, 2, 2] };
    const points = Float64Array.from([5000, 5001, 5002].flatMap(pointOf));
    const one = processOf(engines[1]!, engineData, short);
    const before = one.posterior(points);
    const other = processOf(engines[1]!, engineData, long);
    expect(other.posterior(points).mean).not.toEqual(before.mean);
    expect(one.posterior(points)).toEqual(before);
    engines[1]!.logLikelihood(engineData, long, new Float64Array(d + 2));
    expect(one.posterior(points)).toEqual(before);
  });
});

describe("the kernel of conditional spaces", () => {
  it("is positive semidefinite for every pattern of activity", () => {
    const random = randomStream(5);
    for (let trial = 0; trial < 3000; trial++) {
      const kinds = Array.from(
        { length: 1 + Math.floor(4 * random.uniform()) },
        () =>
          (["numeric", "conditional", "categorical"] as const)[Math.floor(3 * random.uniform())]!,
      );
      const n = 2 + Math.floor(9 * random.uniform());
      const x = Float64Array.from({ length: n * kinds.length }, (_, place) => {
        const kind = kinds[place % kinds.length]!;
        if (kind === "numeric") return random.uniform();
        if (random.uniform() < 0.5) return Number.NaN;
        // Close ones too: that is where a kernel that is none fails.
        return kind === "categorical"
          ? Math.floor(3 * random.uniform())
          : Math.round(20 * random.uniform()) / 20;
      });
      const embedding = new Embedding(kinds);
      const data = {
        embedding,
        coordinates: embedding.embed(x, n),
        y: new Float64Array(n),
      };
      const lengthscales = kinds.map(() => 10 ** (4 * random.uniform() - 2));
      // Cholesky succeeds iff the least eigenvalue of K is above −σ², but for rounding.
      const factor = plainEngine.factorize(data, { signal: 1, noise: 1e-12, lengthscales });
      expect(factor, JSON.stringify({ kinds, x: [...x], lengthscales })).toBeDefined();
    }
  });

  it("tells active from inactive by the same distance wherever the active one is", () => {
    const embedding = new Embedding(["conditional"]);
    const parameters = { signal: 1, noise: 1e-9, lengthscales: [0.5] };
    const y = Float64Array.of(1);
    const coordinates = embedding.embed(Float64Array.of(Number.NaN), 1);
    const process = processOf(plainEngine, { embedding, coordinates, y }, parameters);
    const { mean } = process.posterior(Float64Array.of(0, 0.3, 1, Number.NaN));
    expect(mean[0]).toBeCloseTo(mean[1]!, 12);
    expect(mean[1]).toBeCloseTo(mean[2]!, 12);
    expect(mean[3]).toBeCloseTo(1, 6);
    expect(mean[0]).toBeLessThan(0.5);
  });

  it("a column that does not matter says nothing about being active either", () => {
    const embedding = new Embedding(["conditional"]);
    const parameters = { signal: 1, noise: 1e-6, lengthscales: [1e4] };
    const coordinates = embedding.embed(Float64Array.of(Number.NaN), 1);
    const data = { embedding, coordinates, y: Float64Array.of(1) };
    const { mean } = processOf(plainEngine, data, parameters).posterior(Float64Array.of(0.3));
    expect(mean[0]).toBeCloseTo(1, 5);
  });
});

describe("priors", () => {
  for (const priors of ["optuna", "scaled"] as const) {
    it(`${priors}: the gradient is the density's`, () => {
      const vector = Float64Array.of(-1.3, 0.4, 2, 0.7, -6);
      const gradient = new Float64Array(5);
      addLogPrior(vector, 3, priors, gradient);
      vector.forEach((_, place) => {
        const [up, down] = [1e-5, -1e-5].map((step) => {
          const moved = Float64Array.from(vector);
          moved[place]! += step;
          return addLogPrior(moved, 3, priors, new Float64Array(5));
        });
        expect(gradient[place]).toBeCloseTo((up! - down!) / 2e-5, 6);
      });
    });
  }

  it("optuna: by its formula; scaled: by the log-normal density", () => {
    const lengths = [0.5, 2];
    const vector = Float64Array.from([...lengths, 1.5, 0.01], Math.log);
    const rest = Math.log(1.5) - 1.5 + 0.1 * Math.log(0.01) - 30 * 0.01;
    expect(addLogPrior(vector, 2, "optuna", new Float64Array(4))).toBeCloseTo(
      -0.1 * (4 + 1 / 4) * 2 + rest,
      12,
    );
    const mean = Math.SQRT2 + Math.log(2) / 2;
    const density = lengths.map((l) => -Math.log(l) - (Math.log(l) - mean) ** 2 / 6);
    expect(addLogPrior(vector, 2, "scaled", new Float64Array(4))).toBeCloseTo(
      density[0]! + density[1]! + rest,
      12,
    );
  });
});

describe("fitGaussianProcess", () => {
  it("finds a maximum: no parameter can be moved to a better one", () => {
    const { x, y, engineData } = dataOf(40);
    for (const priors of ["optuna", "scaled"] as const) {
      const { parameters, logLikelihood, logPrior } = fitGaussianProcess(
        { x, y, columns },
        { priors, gradientTolerance: 1e-5 },
      );
      const best = logLikelihood + logPrior;
      const vector = Float64Array.from(
        [...parameters.lengthscales, parameters.signal, parameters.noise],
        Math.log,
      );
      const active = x.filter((value) => !Number.isNaN(value)).length / 40;
      vector.forEach((_, place) => {
        for (const step of [-0.1, 0.1]) {
          const moved = Float64Array.from(vector);
          moved[place] = Math.max(moved[place]! + step, place === d + 1 ? Math.log(1e-6) : -7);
          const [signal, noise] = [Math.exp(moved[d]!), Math.exp(moved[d + 1]!)];
          const lengthscales = [...moved.subarray(0, d)].map(Math.exp);
          const scratch = new Float64Array(d + 2);
          const value =
            plainEngine.logLikelihood(engineData, { signal, noise, lengthscales }, scratch) +
            addLogPrior(moved, active, priors, scratch);
          expect(value).toBeLessThanOrEqual(best + 1e-6);
        }
      });
    }
  });

  it("learns which columns matter", () => {
    const random = randomStream(3);
    const n = 60;
    const x = Float64Array.from({ length: n * 4 }, () => random.uniform());
    const y = Float64Array.from({ length: n }, (_, row) => Math.sin(7 * x[4 * row + 2]!));
    const { parameters } = fitGaussianProcess({
      x,
      y,
      columns: ["numeric", "numeric", "numeric", "numeric"],
    });
    const [first, second, third, fourth] = parameters.lengthscales;
    expect(third! * 3).toBeLessThan(Math.min(first!, second!, fourth!));
  });

  it("a warm start gives the same fit, sooner", () => {
    const { x, y } = dataOf(40);
    const cold = fitGaussianProcess({ x, y, columns }, { gradientTolerance: 1e-4 });
    const warm = fitGaussianProcess(
      { x, y, columns },
      { start: cold.parameters, gradientTolerance: 1e-4, maxIterations: 2 },
    );
    expect(warm.logLikelihood + warm.logPrior).toBeCloseTo(cold.logLikelihood + cold.logPrior, 4);
    const kept = fitGaussianProcess(
      { x, y, columns },
      { start: cold.parameters, maxIterations: 0 },
    );
    expect(kept.parameters).toEqual(cold.parameters);
  });

  it("takes duplicates in x, with and without noise", () => {
    const x = Float64Array.of(0.2, 0.2, 0.2, 0.8, 0.8);
    const y = Float64Array.of(1, 1.2, 0.8, -1, -1);
    const noisy = fitGaussianProcess({ x, y, columns: ["numeric"] });
    expect(noisy.posterior(Float64Array.of(0.2)).mean[0]).toBeCloseTo(1, 1);
    const exact = fitGaussianProcess({ x, y, columns: ["numeric"] }, { noise: 0 });
    expect(exact.jitter).toBeGreaterThan(0);
    expect(exact.posterior(Float64Array.of(0.2)).mean[0]).toBeCloseTo(1, 3);
  });

  it("takes constant y, one point, and none", () => {
    const x = Float64Array.of(0.1, 0.5, 0.9);
    const flat = fitGaussianProcess({ x, y: new Float64Array(3), columns: ["numeric"] });
    expect(flat.posterior(Float64Array.of(0.3)).mean[0]).toBe(0);
    expect(flat.posterior(Float64Array.of(0.3)).variance[0]).toBeGreaterThan(0);
    const single = fitGaussianProcess({
      x: Float64Array.of(0.4),
      y: Float64Array.of(0),
      columns: ["numeric"],
    });
    expect(single.n).toBe(1);
    const none = fitGaussianProcess({
      x: new Float64Array(0),
      y: new Float64Array(0),
      columns: ["numeric"],
    });
    const prior = none.posterior(Float64Array.of(0.4));
    expect(prior).toEqual({ mean: Float64Array.of(0), variance: Float64Array.of(1) });
  });

  it("takes a numeric column with a NaN for a conditional one, and says so", () => {
    const process = fitGaussianProcess({
      x: Float64Array.of(0.1, Number.NaN, 0.9),
      y: Float64Array.of(0, 1, -1),
      columns: ["numeric"],
    });
    expect(process.columns).toEqual(["conditional"]);
    expect(Number.isFinite(process.posterior(Float64Array.of(Number.NaN)).mean[0]!)).toBe(true);
  });

  it("refuses what it cannot learn from", () => {
    const x = Float64Array.of(0.1, 0.2);
    const kinds = ["numeric"] as const;
    expect(() =>
      fitGaussianProcess({ x, y: Float64Array.of(1, Number.NaN), columns: kinds }),
    ).toThrow("y[1] is NaN");
    expect(() => fitGaussianProcess({ x, y: Float64Array.of(1), columns: kinds })).toThrow(
      "need 1 numbers in x, but it has 2",
    );
    const start = { signal: 1, noise: 1, lengthscales: [1, 1] };
    const y = Float64Array.of(1, 2);
    expect(() => fitGaussianProcess({ x, y, columns: kinds }, { start })).toThrow(
      "2 lengthscales, but there are 1 columns",
    );
    const process = fitGaussianProcess({ x, y, columns: kinds });
    expect(() => process.posterior(Float64Array.of(Number.NaN))).toThrow(
      'declare it "conditional"',
    );
  });
});

describe("GaussianProcess", () => {
  const { x, y } = dataOf(30);
  const process = fitGaussianProcess({ x, y, columns });
  const queries = Float64Array.from([2000, 2001, 2002, 2003, 2004].flatMap(pointOf));

  it("append is the process of all points with the same hyperparameters", () => {
    for (let first = 1; first < 30; first += 3) {
      const start = process.parameters;
      const few = fitGaussianProcess(
        { x: x.subarray(0, first * d), y: y.subarray(0, first), columns },
        { start, maxIterations: 0 },
      );
      const grown = few.append(x.subarray(first * d), y.subarray(first));
      expect(grown.n).toBe(30);
      expect(few.n).toBe(first);
      const whole = fitGaussianProcess({ x, y, columns }, { start, maxIterations: 0 });
      expectNear(grown.posterior(queries).mean, whole.posterior(queries).mean, 1e-7);
      expectNear(grown.posterior(queries).variance, whole.posterior(queries).variance, 1e-7);
      expect(grown.logLikelihood).toBeCloseTo(whole.logLikelihood, 6);
    }
  });

  it("a joint posterior has the single ones on its diagonal and is positive semidefinite", () => {
    const { mean, variance } = process.posterior(queries);
    const joint = process.jointPosterior(queries);
    expect([...joint.mean]).toEqual([...mean]);
    for (let one = 0; one < 5; one++) {
      expect(joint.covariance[one * 6]).toBeCloseTo(variance[one]!, 9);
      for (let other = 0; other < one; other++) {
        const both = joint.covariance[one * 5 + other]!;
        expect(joint.covariance[other * 5 + one]).toBe(both);
        expect(both * both).toBeLessThanOrEqual(variance[one]! * variance[other]! * (1 + 1e-6));
      }
    }
  });

  it("a batch of gradients is the single ones, and they are the slopes", () => {
    const batch = process.posteriorGradients(queries);
    for (let row = 0; row < 5; row++) {
      const point = queries.slice(row * d, (row + 1) * d);
      const single = process.posteriorGradient(point);
      expectNear(batch.meanGradient.subarray(row * d, (row + 1) * d), single.meanGradient, 1e-12);
      for (const column of [0, 1]) {
        if (Number.isNaN(point[column])) {
          expect(single.meanGradient[column]).toBe(0);
          continue;
        }
        const [up, down] = [1e-5, -1e-5].map((step) => {
          const moved = Float64Array.from(point);
          moved[column]! += step;
          return process.posterior(moved);
        });
        const slope = (up!.mean[0]! - down!.mean[0]!) / 2e-5;
        expect(single.meanGradient[column]).toBeCloseTo(slope, 4);
        const bend = (up!.variance[0]! - down!.variance[0]!) / 2e-5;
        expect(single.varianceGradient[column]).toBeCloseTo(bend, 4);
      }
    }
  });

  it("never gives a negative variance, not even where it has been", () => {
    const { variance } = process.posterior(x);
    expect(Math.min(...variance)).toBeGreaterThan(0);
  });

  it("is plain data in JSON", () => {
    expect(JSON.parse(JSON.stringify(process))).toEqual({
      ...process.parameters,
      columns,
      n: 30,
      jitter: 0,
      logLikelihood: process.logLikelihood,
      logPrior: process.logPrior,
    });
  });
});
