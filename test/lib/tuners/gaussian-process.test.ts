import { describe, expect, it } from "vitest";
import { hypervolume } from "../../../lib/math/hypervolume.ts";
import {
  freeBoxes,
  logExpectedHypervolumeImprovement,
  logExpectedImprovement,
  logFeasibility,
} from "../../../lib/models/acquisition.ts";
import { logBelief } from "../../../lib/space/belief.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float, oneOf } from "../../../lib/space/parameters.ts";
import type { Space } from "../../../lib/space/space.ts";
import { UnitCube } from "../../../lib/space/vectors.ts";
import {
  type SimulatedResult,
  type SimulatedTrial,
  simulate,
  type SimulatedStudy,
} from "../../../lib/study/simulate.ts";
import { gaussianProcess } from "../../../lib/tuners/gaussian-process.ts";
import { random } from "../../../lib/tuners/random.ts";
import type { Point } from "../../../lib/study/trial-record.ts";
import { fittedAt, Models } from "../../../lib/tuners/gaussian-process/models.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { trialRecord } from "../../contracts/trials.ts";
import { tunerContract } from "../../contracts/tuner.ts";
import { plainPosterior } from "./gaussian-process-oracle.ts";

tunerContract({
  name: "gaussianProcess",
  make: () => gaussianProcess({ startupTrials: 35, candidates: 16 }),
});

interface Square {
  x: number;
  y: number;
}
const square = compileSpace({ x: float(0, 1), y: float(0, 1) });

/** Its minimum, 0, is at (0.3, 0.7). */
const bowl = ({ x, y }: Square): number => (x - 0.3) ** 2 + 2 * (y - 0.7) ** 2;

function run(
  objective: (trial: SimulatedTrial<Square>) => SimulatedResult,
  options: Partial<Parameters<typeof simulate<Square>>[0]> = {},
): Promise<SimulatedStudy> {
  return simulate({
    space: square,
    tuner: gaussianProcess({ startupTrials: 6, candidates: 64 }),
    trials: 25,
    objective,
    ...options,
  });
}

/** A space with a belief of the same normal shape, or shares, on its dimensions. */
function believing<P>(space: Space<P>, belief: Record<string, unknown>): Space<P> {
  return {
    ...space,
    dimensions: space.dimensions.map((dimension) =>
      dimension.path in belief
        ? ({ ...dimension, belief: belief[dimension.path] } as typeof dimension)
        : dimension,
    ),
  };
}

/** A model in an explanation, as the test reads it. */
interface ExplainedModel {
  y: number[];
  believedY: number[];
  signal: number;
  noise: number;
  lengthscales: number[];
}

/** What a trial's explanation says, as the test reads it. */
interface Explained {
  phase: string;
  acquisition: string;
  trials: number[];
  believed: number[];
  best: number | null;
  front?: number[][];
  reference?: number[];
  models: ExplainedModel[];
  limits: (ExplainedModel & { name: string; limit: number; trials: number[] })[];
  speed?: ExplainedModel & { sd: number; trials: number[] };
  belief?: { power: number };
  candidates: {
    point: Record<string, number>;
    value: number;
    terms: Record<string, number>;
    loss: number[][];
  }[];
}
const explained = ({ tuner, trials, context }: SimulatedStudy, number: number): Explained =>
  tuner.explain!(trials[number]!, { ...context, trials }) as unknown as Explained;

/** What each candidate of an explanation is worth, computed again from the explanation and the trials' points. */
function worthsOf(told: Explained, trials: readonly { point: Point }[], space: Space): number[] {
  const cube = new UnitCube(space);
  const at = (
    model: ExplainedModel,
    numbers: readonly number[],
    point: Point,
  ): ReturnType<typeof plainPosterior> =>
    plainPosterior(
      numbers.map((number) => [...cube.read(trials[number]!.point)!]),
      { ...model, y: [...model.y, ...model.believedY] },
      [...cube.read(point)!],
    );
  return told.candidates.map(({ point }) => {
    let worth = 0;
    const losses = told.models.map((model) => at(model, [...told.trials, ...told.believed], point));
    if (told.acquisition === "logEI")
      worth += logExpectedImprovement(losses[0]!.mean, losses[0]!.variance, told.best!).value;
    if (told.acquisition === "logEHVI")
      worth += logExpectedHypervolumeImprovement(
        losses.map(({ mean }) => mean),
        losses.map(({ variance }) => variance),
        freeBoxes(told.front!, told.reference!),
      ).value;
    for (const limit of told.limits) {
      const { mean, variance } = at(limit, [...limit.trials, ...told.believed], point);
      worth += logFeasibility(mean, variance, limit.limit).value;
    }
    if (told.speed !== undefined) {
      const { mean, variance } = at(told.speed, told.speed.trials, point);
      worth += -mean * told.speed.sd + 0.5 * variance * told.speed.sd ** 2;
    }
    if (told.belief !== undefined) worth += told.belief.power * logBelief(space, point);
    return worth;
  });
}

describe("gaussianProcess explains its choice", () => {
  const quick = { startupTrials: 6, candidates: 64 };
  const fenced = ({ params }: SimulatedTrial<Square>): SimulatedResult => ({
    values: bowl(params),
    constraints: { edge: 0.5 - params.x },
  });
  const twoSided = ({ params: { x, y } }: SimulatedTrial<Square>): SimulatedResult => ({
    values: { a: x ** 2 + y ** 2, b: (1 - x) ** 2 + (y - 0.1) ** 2 },
  });
  const plain = ({ params }: SimulatedTrial<Square>): SimulatedResult => bowl(params);
  const believed = believing(square, { x: { mean: 0.6, sd: 0.2 }, y: { mean: 0.4, sd: 0.3 } });

  it.each<[string, typeof plain, Partial<Parameters<typeof simulate<Square>>[0]>, string[]]>([
    ["one loss", plain, {}, ["gain"]],
    ["a belief", plain, { space: believed }, ["gain", "belief"]],
    ["a constraint", fenced, {}, ["gain", "limit edge"]],
    ["nothing feasible yet", () => ({ values: 1, constraints: { c: 1 } }), {}, ["limit c"]],
    ["two objectives", twoSided, { objectives: { a: "minimize", b: "minimize" } }, ["gain"]],
    ["trials running", fenced, { running: 3 }, ["gain", "limit edge"]],
    [
      "seconds",
      ({ params }) => ({ values: bowl(params), seconds: 1 + 9 * params.x }),
      { tuner: gaussianProcess({ ...quick, acquisition: "EIps" }) },
      ["gain", "speed"],
    ],
  ])(
    "with all that it takes to compute what candidates are worth again, of which it took the best: %s",
    async (_, objective, options, terms) => {
      const study = await run(objective, options);
      for (const number of [8, 15, 24]) {
        const told = explained(study, number);
        const worths = worthsOf(told, study.trials, study.context.space);
        // The difference of a signal of 1 and what is explained of it keeps fewer digits than the mean.
        worths.forEach((worth, place) =>
          expect(worth).toBeCloseTo(told.candidates[place]!.value, 2),
        );
        const best = worths.indexOf(Math.max(...worths));
        expect(told.candidates[best]!.point).toEqual(study.trials[number]!.point);
        for (const candidate of told.candidates) {
          expect(Object.keys(candidate.terms)).toEqual(terms);
          const sum = Object.values(candidate.terms).reduce((total, term) => total + term, 0);
          expect(sum).toBeCloseTo(candidate.value, 9);
        }
      }
    },
  );

  it("with the loss to expect, and one standard deviation to both sides", async () => {
    const study = await run(({ params }) => bowl(params));
    const [low, middle, high] = explained(study, 15).candidates[0]!.loss[0]!;
    expect(low!).toBeLessThan(middle!);
    expect(middle!).toBeLessThan(high!);
  });

  it("says which trials were running, and that the first ones are drawn", async () => {
    const study = await run(({ params }) => bowl(params), { running: 4 });
    expect(explained(study, 0).phase).toBe("startup");
    expect(explained(study, 20).believed).toHaveLength(3);
  });
});

describe("gaussianProcess finds", () => {
  it("the minimum of a smooth function to 1e-4 in 25 trials, where random search is off by 1e-3 and more", async () => {
    for (const seed of [1, 2, 3]) {
      const model = await run(({ params }) => bowl(params), { seed });
      expect(model.best!.value).toBeLessThan(1e-4);
      const chance = await run(({ params }) => bowl(params), { seed, tuner: random() });
      expect(chance.best!.value).toBeGreaterThan(1e-3);
    }
  });

  it("the best branch and its optimum where dimensions hang on a choice", async () => {
    const space = compileSpace({
      kind: oneOf({ a: { x: float(0, 1) }, b: { y: float(0, 1) }, c: {} }),
    });
    const { best } = await simulate({
      space,
      tuner: gaussianProcess({ startupTrials: 8, candidates: 64 }),
      trials: 30,
      objective: ({ params: { kind } }) =>
        kind.kind === "a"
          ? 0.2 + (kind.x - 0.5) ** 2
          : kind.kind === "b"
            ? 5 * (kind.y - 0.85) ** 2
            : 0.3,
    });
    expect(best!.point["kind.kind"]).toBe("b");
    expect(best!.value).toBeLessThan(1e-3);
  });

  it("what is feasible first, and then the best of it, on the edge of a constraint", async () => {
    // Feasible in a tenth of the square, whose best point is (0.8, 0.6): 1.
    const study = await run(
      ({ params: { x, y } }) => ({
        values: (x - 0.3) ** 2 + (y - 0.6) ** 2,
        constraints: { edge: 0.8 - x, side: Math.abs(y - 0.5) - 0.25 },
      }),
      { trials: 35, seed: 3 },
    );
    expect(study.best!.value).toBeLessThan(0.25 + 0.01);
    expect(study.best!.constraints!["edge"]).toBeLessThanOrEqual(0);
    expect(explained(study, 30).limits.map(({ name }) => name)).toEqual(["edge", "side"]);
  });

  it("says so while nothing is feasible, and looks for that alone", async () => {
    const study = await run(() => ({ values: 1, constraints: { never: 1 } }), { trials: 10 });
    expect(explained(study, 9).acquisition).toBe("feasibility");
    expect(explained(study, 9).best).toBeNull();
  });

  it("the edge of where trials fail, which is where the best point is", async () => {
    const study = await run(
      ({ params }) => {
        if (params.x < 0.5) throw new Error("out of memory");
        return bowl(params);
      },
      { trials: 20, seed: 5 },
    );
    // At (0.5, 0.7) it is 0.04.
    expect(study.best!.value).toBeLessThan(0.042);
    expect(explained(study, 19).limits.map(({ name }) => name)).toEqual(["failure"]);
  });

  it("its minimum without failing again and again where nothing is to be gained", async () => {
    const study = await run(
      ({ params }) => {
        if (params.x > 0.6) throw new Error("out of memory");
        return bowl(params);
      },
      { trials: 25, seed: 1 },
    );
    const failed = study.trials.slice(12).filter(({ state }) => state === "failed").length;
    expect(failed).toBeLessThanOrEqual(1);
    expect(study.best!.value).toBeLessThan(1e-3);
  });
});

describe("gaussianProcess with trials running", () => {
  it("spreads eight that run at once: none is where another is, and they are told apart from what was tried", async () => {
    const study = await run(({ params }) => bowl(params), { running: 8, trials: 24 });
    const points = study.trials.slice(16).map(({ params }) => params as unknown as Square);
    for (const one of points)
      for (const other of points)
        if (one !== other)
          expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(1e-3);
    expect(study.best!.value).toBeLessThan(1e-2);
  });

  it("never asks for a point of a finite space twice", async () => {
    const space = compileSpace({ a: choice(["p", "q", "r"]), b: choice([1, 2, 3, 4]) });
    const study = await simulate({
      space,
      tuner: gaussianProcess({ startupTrials: 3, candidates: 16 }),
      trials: 12,
      attempts: 0,
      running: 3,
      objective: ({ params }) => params.b + (params.a === "q" ? 0 : 1),
    });
    expect(new Set(study.trials.map(({ point }) => JSON.stringify(point))).size).toBe(12);
  });
});

describe("a belief", () => {
  const wrong = { x: { mean: 0.9, sd: 0.1 }, y: { mean: 0.1, sd: 0.1 } };
  const distance = ({ params }: SimulatedStudy["trials"][number]): number =>
    Math.hypot((params["x"] as number) - 0.9, (params["y"] as number) - 0.1);

  it("draws the first points, and after them those of the model less and less, though it is wrong", async () => {
    const study = await run(({ params }) => bowl(params), {
      space: believing(square, wrong),
      trials: 45,
      seed: 2,
    });
    const first = study.trials.slice(0, 6).map(distance);
    expect(Math.max(...first)).toBeLessThan(0.35);
    const late = study.trials.slice(35).map(distance);
    expect(late.filter((each) => each > 0.4).length).toBeGreaterThan(5);
    expect(study.best!.value).toBeLessThan(1e-2);
  });

  it("draws the model's own choices to it, by as much as its strength says", async () => {
    const sure = { x: { mean: 0.9, sd: 0.05 }, y: { mean: 0.1, sd: 0.05 } };
    const mean = async (beliefStrength: number): Promise<number> => {
      const initial = [0.1, 0.3, 0.5, 0.7, 0.9, 0.2].map((x, place) => ({
        x,
        y: [0.2, 0.9, 0.5, 0.1, 0.8, 0.6][place]!,
      }));
      const study = await run(({ params }) => bowl(params), {
        space: believing(square, sure),
        initial,
        tuner: gaussianProcess({ startupTrials: 6, candidates: 64, beliefStrength }),
        trials: 9,
      });
      return study.trials.slice(6).reduce((sum, trial) => sum + distance(trial), 0) / 3;
    };
    expect(await mean(10)).toBeLessThan(0.3);
    expect(await mean(0)).toBeGreaterThan(0.5);
  });

  it("is a density over the even one: 0 where nothing is believed, whatever is active", () => {
    const space = believing(
      compileSpace({ k: choice(["a", "b"]), z: float(1, 100, { log: true }) }),
      {
        k: [0.9, 0.1],
      },
    );
    expect(logBelief(space, { k: "a", z: 5 })).toBeCloseTo(Math.log(1.8), 12);
    expect(logBelief(space, { k: "b", z: 50 })).toBeCloseTo(Math.log(0.2), 12);
    expect(logBelief(square, { x: 0.1, y: 0.2 })).toBe(0);
    const normal = believing(compileSpace({ z: float(1, 100, { log: true }) }), {
      z: { mean: Math.log(10), sd: 0.5 },
    });
    // Over ln z from 0 to ln 100 its mean is 1.
    let sum = 0;
    for (let step = 0; step < 1000; step++)
      sum += Math.exp(logBelief(normal, { z: 100 ** ((step + 0.5) / 1000) })) / 1000;
    expect(sum).toBeCloseTo(1, 4);
  });
});

describe("gaussianProcess with several objectives", () => {
  const names = ["a", "b", "c", "d"];
  /** Each objective is the distance from a corner or a side of its own. */
  const several =
    (count: number) =>
    ({ params: { x, y } }: SimulatedTrial<Square>): SimulatedResult => ({
      values: Object.fromEntries(
        [x ** 2 + y ** 2, (1 - x) ** 2 + (y - 0.1) ** 2, (y - 1) ** 2 + x ** 2, x + y]
          .slice(0, count)
          .map((value, k) => [names[k], value]),
      ),
    });
  const objectivesOf = (count: number): Record<string, "minimize"> =>
    Object.fromEntries(names.slice(0, count).map((name) => [name, "minimize"]));

  it.each([2, 3])("dominates more than random search with %i objectives", async (count) => {
    const volumes = await Promise.all(
      [gaussianProcess({ startupTrials: 8, candidates: 64 }), random()].map(async (tuner) => {
        const study = await run(several(count), {
          objectives: objectivesOf(count),
          tuner,
          trials: 24,
        });
        const losses = study.trials.map(({ values }) => Object.values(values!));
        return hypervolume(losses, Array(count).fill(1.2));
      }),
    );
    expect(volumes[0]!).toBeGreaterThan(volumes[1]!);
  });

  it("says by which acquisition, and weighs more than three anew each time", async () => {
    const two = await run(several(2), { objectives: objectivesOf(2), trials: 9, running: 2 });
    expect(explained(two, 8).acquisition).toBe("logEHVI");
    const four = await run(several(4), { objectives: objectivesOf(4), trials: 9 });
    const weights = [7, 8].map(
      (number) => (explained(four, number) as { weights?: number[] }).weights,
    );
    expect(weights[0]).toHaveLength(4);
    expect(weights[0]).not.toEqual(weights[1]);
  });
});

describe("acquisitions", () => {
  it.each(["EI", "PI", "LCB", "hedge", "EIps"] as const)(
    "%s finds the minimum too",
    async (acquisition) => {
      const tuner = gaussianProcess({ startupTrials: 6, candidates: 64, acquisition });
      const study = await run(({ params }) => bowl(params), { tuner, seed: 1 });
      expect(study.best!.value).toBeLessThan(5e-3);
    },
  );

  it("EIps looks where trials are quick, as long as they may be as good", async () => {
    // Two minima alike; at the one a trial takes twenty times as long.
    const objective = ({ params: { x } }: SimulatedTrial<Square>): SimulatedResult => ({
      values: Math.min((x - 0.2) ** 2, (x - 0.8) ** 2),
      seconds: x < 0.5 ? 20 : 1,
    });
    const tuner = gaussianProcess({ startupTrials: 6, candidates: 64, acquisition: "EIps" });
    const { trials } = await run(objective, { tuner });
    const quick = trials.slice(8).filter(({ params }) => (params["x"] as number) > 0.5).length;
    expect(quick).toBeGreaterThan(12);
  });

  it("hedge goes on after a restart with the gains that it had", async () => {
    const tuner = gaussianProcess({ startupTrials: 4, candidates: 16, acquisition: "hedge" });
    const whole = await run(({ params }) => bowl(params), { tuner, trials: 14 });
    const fresh = tuner.create(whole.context);
    fresh.restore!(JSON.parse(JSON.stringify(whole.tuner.state!())), whole.context);
    expect(fresh.state!()).toEqual(whole.tuner.state!());
    const [first, last] = [5, 13].map(
      (number) => explained(whole, number) as unknown as { hedge: { gains: number[] } },
    );
    expect(last!.hedge.gains).not.toEqual(first!.hedge.gains);
  });

  it("are named where one is asked for that there is not", () => {
    expect(() => gaussianProcess({ acquisition: "ucb" as never })).toThrow(/"logEI", "EI", "PI"/);
    expect(() => gaussianProcess({ candidates: 2 })).toThrow(/candidates is 2/);
    expect(() => gaussianProcess({ trees: 3 } as never)).toThrow(/no option "trees"/);
  });
});

describe("hyperparameters", () => {
  it("depend on the trials alone: who comes to them at once finds what was found on the way", () => {
    const cube = new UnitCube(square);
    const stream = randomStream(1);
    const rows = Array.from({ length: 108 }, () =>
      Float64Array.of(stream.uniform(), stream.uniform()),
    );
    const values = rows.map(([x, y]) => bowl({ x: x!, y: y! }));
    const trials = rows.map((_, number) => trialRecord(number, { state: "complete" }));
    const twice = (each: readonly number[]): number[] => each.map((value) => value * 2);
    const upTo = (models: Models, n: number): unknown =>
      models.learn(
        "objective",
        { rows: rows.slice(0, n), values: values.slice(0, n), trials: trials.slice(0, n) },
        twice,
      ).parameters;
    const along = new Models(cube);
    for (const n of [99, 101, 103]) upTo(along, n);
    expect(upTo(along, 105)).toEqual(upTo(new Models(cube), 105));
    // Found anew only where there are a twentieth more.
    expect(upTo(along, 105)).toEqual(upTo(along, 101));
    expect(upTo(along, 106)).not.toEqual(upTo(along, 101));
    expect([5, 20, 21, 22, 25, 50, 105, 108, 250].map(fittedAt)).toEqual([
      5, 20, 21, 21, 25, 49, 101, 106, 241,
    ]);
  });
});

describe("bad input", () => {
  it("goes on where losses are infinite, all alike, or all trials failed", async () => {
    const wild = await run(({ params, number }) =>
      number % 4 === 0 ? Infinity : number % 7 === 0 ? -Infinity : bowl(params),
    );
    expect(wild.trials).toHaveLength(25);
    const flat = await run(() => 3, { trials: 12 });
    expect(flat.trials).toHaveLength(12);
    const failed = await run(() => Number.NaN, { trials: 12 });
    expect(failed.trials.every(({ state }) => state === "failed")).toBe(true);
  });
});
