import { describe, expect, it } from "vitest";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import { UnitCube } from "../../../lib/space/vectors.ts";
import { simulate } from "../../../lib/study/simulate.ts";
import type { Point, TrialRecord } from "../../../lib/study/trial-record.ts";
import { cmaEs } from "../../../lib/tuners/cma-es.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tunerContract } from "../../contracts/tuner.ts";

tunerContract({ name: "cmaEs", make: () => cmaEs() });

const cube = (d: number) =>
  compileSpace(
    Object.fromEntries(Array.from({ length: d }, (_, k) => [`x${k}`, float(-5, 5)] as const)),
  );
/** Coordinates from an optimum that is neither in the middle nor on an edge. */
const offsets = (point: Point): number[] =>
  Object.values(point).map((x, k) => (x as number) - Math.sin(k + 1) * 2);

const sphere = (point: Point): number => offsets(point).reduce((sum, x) => sum + x * x, 0);
const ellipsoid = (point: Point): number =>
  offsets(point).reduce((sum, x, k, all) => sum + 10 ** ((6 * k) / (all.length - 1)) * x * x, 0);
const rosenbrock = (point: Point): number => {
  const x = Object.values(point) as number[];
  let sum = 0;
  for (let k = 0; k + 1 < x.length; k++) {
    sum += 100 * (x[k + 1]! - x[k]! ** 2) ** 2 + (1 - x[k]!) ** 2;
  }
  return sum;
};

const best = (trials: readonly TrialRecord[]): number =>
  Math.min(...trials.map(({ value }) => value ?? Infinity));

describe("CMA-ES converges, over three seeds each", () => {
  const cases = [
    ["the sphere", sphere, 10, 2300, 1e-12, {}],
    ["an ellipsoid of condition 10⁶", ellipsoid, 6, 4000, 1e-10, {}],
    ["Rosenbrock's valley", rosenbrock, 4, 3500, 1e-10, {}],
    ["an ellipsoid, by variances alone", ellipsoid, 10, 3500, 1e-8, { separable: true }],
    ["the sphere, with rates that adapt", sphere, 5, 2500, 1e-8, { adaptLearningRate: true }],
  ] as const;
  for (const [name, objective, d, trials, tolerance, options] of cases) {
    it(`${name}, to ${tolerance} in ${trials} trials`, async () => {
      for (let seed = 0; seed < 3; seed++) {
        const study = await simulate({
          space: cube(d),
          tuner: cmaEs({ restarts: "none", ...options }),
          objective: ({ point }) => objective(point),
          trials,
          seed,
        });
        expect(best(study.trials), `seed ${seed}`).toBeLessThan(tolerance);
      }
    });
  }

  it("with eight trials running, at little cost", async () => {
    for (let seed = 0; seed < 5; seed++) {
      const study = await simulate({
        space: cube(5),
        tuner: cmaEs(),
        objective: ({ point, random: dice }) => ({
          values: sphere(point),
          seconds: 1 + 9 * dice.uniform(),
        }),
        trials: 1500,
        running: 8,
        seed,
      });
      expect(best(study.trials), `seed ${seed}`).toBeLessThan(1e-9);
    }
  });
});

describe("CMA-ES on mixed spaces", () => {
  const mixed = compileSpace({
    n: int(0, 100),
    k: int(1, 1000, { log: true }),
    x: float(0, 1),
    flag: choice([false, true]),
    kind: choice(["a", "b", "c", "d"]),
  });
  const loss = ({ n, k, x, flag, kind }: Point): number =>
    Math.abs((n as number) - 73) / 20 +
    Math.abs(Math.log((k as number) / 40)) +
    10 * ((x as number) - 0.7) ** 2 +
    (flag === true ? 0 : 1) +
    (kind === "c" ? 0 : 2);

  it("finds the integers, the choice and the flag, over five seeds", async () => {
    for (let seed = 0; seed < 5; seed++) {
      const study = await simulate({
        space: mixed,
        tuner: cmaEs(),
        objective: ({ point }) => loss(point),
        trials: 800,
        seed,
      });
      const found = study.trials.toSorted((one, other) => one.value! - other.value!)[0]!.point;
      expect([found["n"], found["k"], found["flag"], found["kind"]]).toEqual([73, 40, true, "c"]);
    }
  });

  it("keeps the place of what is not active", async () => {
    const space = compileSpace({
      o: oneOf({ plain: {}, fancy: { depth: float(0, 1), width: float(0, 1) } }),
      x: float(0, 1),
    });
    for (let seed = 0; seed < 5; seed++) {
      const study = await simulate({
        space,
        tuner: cmaEs({ restarts: "none" }),
        objective: ({ point }) =>
          ((point["x"] as number) - 0.2) ** 2 +
          (point["o.kind"] === "plain"
            ? 0.1
            : ((point["o.depth"] as number) - 0.8) ** 2 +
              ((point["o.width"] as number) - 0.4) ** 2),
        trials: 500,
        seed,
      });
      expect(best(study.trials), `seed ${seed}`).toBeLessThan(1e-4);
    }
  });
});

describe("CMA-ES in a study", () => {
  it("begins around the best of earlier trials, and so gains on a cold start", async () => {
    let wins = 0;
    for (let seed = 0; seed < 12; seed++) {
      // Far from the middle, where it would begin otherwise.
      const objective = ({ point }: { point: Point }) =>
        Object.values(point).reduce<number>((sum, x) => sum + ((x as number) - 4) ** 2, 0);
      const space = cube(4);
      const before = await simulate({ space, tuner: random(), objective, trials: 60, seed });
      const initial = before.trials.map(({ point }) => point);
      const run = async (warmStart: boolean) =>
        best(
          (
            await simulate({
              space,
              tuner: cmaEs({ warmStart }),
              objective,
              trials: 120,
              seed,
              initial,
            })
          ).trials,
        );
      if ((await run(true)) < (await run(false))) wins++;
    }
    // By chance alone 10 of 12 come less than twice in a hundred.
    expect(wins).toBeGreaterThanOrEqual(10);
  });

  it("learns to keep constraints", async () => {
    for (let seed = 0; seed < 5; seed++) {
      const study = await simulate({
        space: cube(3),
        tuner: cmaEs(),
        // The best feasible sum is 3, on the plane.
        objective: ({ point }) => {
          const x = Object.values(point) as number[];
          const sum = x.reduce((total, each) => total + each * each, 0);
          return { values: sum, constraints: { plane: 3 - x[0]! - x[1]! - x[2]! } };
        },
        trials: 600,
        seed,
      });
      const feasible = study.trials.filter(({ constraints }) => constraints!["plane"]! <= 0);
      expect(best(feasible), `seed ${seed}`).toBeLessThan(3.05);
    }
  });

  it("restarts with twice the population where it has converged, and finds the better valley", async () => {
    // Two alike, of which the one on the left ends at 1.
    const valleys = ({ x0, x1 }: Point): number => {
      const [x, y] = [x0 as number, x1 as number];
      return Math.min(1 + (x + 3) ** 2 + (y + 3) ** 2, (x - 3) ** 2 + (y - 3) ** 2);
    };
    const run = (seed: number, restarts: "ipop" | "bipop" | "none") =>
      simulate({
        space: cube(2),
        tuner: cmaEs({ restarts }),
        objective: ({ point }) => valleys(point),
        trials: 2000,
        seed,
      });
    let missed = 0;
    for (let seed = 0; seed < 4; seed++) {
      if (best((await run(seed, "none")).trials) > 0.5) missed++;
      expect(best((await run(seed, "bipop")).trials), `seed ${seed}`).toBeLessThan(1e-6);
      const study = await run(seed, "ipop");
      expect(best(study.trials), `seed ${seed}`).toBeLessThan(1e-6);
      const context = { ...study.context, trials: study.trials };
      for (const trial of study.trials) {
        const why = study.tuner.explain?.(trial, context) as Record<string, number> | undefined;
        if (why !== undefined) expect(why["population"]).toBe(6 * 2 ** why["restart"]!);
      }
    }
    expect(missed).toBeGreaterThan(0);
  });

  it("explains a point by the place that it is made of", async () => {
    const space = cube(3);
    const study = await simulate({
      space,
      tuner: cmaEs(),
      objective: ({ point }) => sphere(point),
      trials: 30,
      seed: 1,
    });
    const context = { ...study.context, trials: study.trials };
    for (const trial of study.trials) {
      const why = study.tuner.explain?.(trial, context) as unknown as { vector: number[] };
      expect(new UnitCube(space).write(why.vector)).toEqual(trial.point);
    }
  });

  it("tells the correlations of few numbers, and of many only their deviations", async () => {
    // A valley along x = y: its bell is tilted along it.
    const study = await simulate({
      space: cube(2),
      tuner: cmaEs(),
      objective: ({ point }) => {
        const [x, y] = Object.values(point) as [number, number];
        return (x - y) ** 2 + 1e-3 * (x + y - 1) ** 2;
      },
      trials: 120,
      seed: 1,
    });
    const { correlation } = study.explain!(119) as unknown as { correlation: number[] };
    expect(correlation).toHaveLength(4);
    expect([correlation[0], correlation[3]]).toEqual([1, 1]);
    expect(correlation[1]).toBeCloseTo(correlation[2]!, 12);
    expect(correlation[1]).toBeGreaterThan(0.8);
    const many = await simulate({
      space: cube(13),
      tuner: cmaEs(),
      objective: ({ point }) => sphere(point),
      trials: 3,
    });
    expect(many.explain!(2)).not.toHaveProperty("correlation");
    expect(many.explain!(2)).toHaveProperty("deviation");
  });

  it("refuses options that cannot be", () => {
    expect(() => cmaEs({ population: 3 })).toThrow(/population is 3; an integer from 4/);
    expect(() => cmaEs({ sigma: 0 })).toThrow(/sigma is 0/);
    expect(() => cmaEs({ restarts: "often" as never })).toThrow(/restarts is "often"/);
  });
});
