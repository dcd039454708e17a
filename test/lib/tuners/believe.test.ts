/** What tuners believed of points: at the point that was chosen, just what their explanations say of it. */
import { describe, expect, it } from "vitest";
import { normalCdf } from "../../../lib/math/normal.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float, int, list, oneOf } from "../../../lib/space/parameters.ts";
import type { Space } from "../../../lib/space/space.ts";
import { simulate, type SimulatedStudy, type Simulation } from "../../../lib/study/simulate.ts";
import type { Point } from "../../../lib/study/trial-record.ts";
import { BELIEF_QUANTILES, type PointBelief } from "../../../lib/study/tuner.ts";
import { asha } from "../../../lib/tuners/asha.ts";
import { auto } from "../../../lib/tuners/auto.ts";
import { bayesian } from "../../../lib/tuners/bayesian.ts";
import { bohb } from "../../../lib/tuners/bohb.ts";
import { forest } from "../../../lib/tuners/forest.ts";
import { gaussianProcess } from "../../../lib/tuners/gaussian-process.ts";
import { genetic } from "../../../lib/tuners/genetic.ts";
import { mix } from "../../../lib/tuners/mix.ts";
import { partialFixed } from "../../../lib/tuners/partial-fixed.ts";
import { racing } from "../../../lib/tuners/racing.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";

const mixed = compileSpace({
  x: float(0, 1),
  rate: float(1e-4, 1, { log: true }),
  kind: choice(["a", "b", "c"]),
}) as Space;
const branched = compileSpace({
  hidden: list(int(16, 256, { log: true }), { min: 1, max: 2 }),
  optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.99) } }),
}) as Space;

const bowl = ({ x = 0.5, rate = 0.01, kind = "a" }: Point): number =>
  (Number(x) - 0.3) ** 2 + (Math.log10(Number(rate)) + 2) ** 2 / 4 + (kind === "b" ? 0 : 0.1);

type Inner = Record<string, unknown>;
interface Told {
  phase?: string;
  chosen?: number | string;
  candidates?: Inner[];
  groups?: { logGood: number[]; logBad: number[]; bonus?: number[]; chosen: number }[];
}

/** The innermost explanation: of the tuner that chose the point. */
function innermost(told: unknown): Told | undefined {
  const { candidates, groups, point, why, model } = (told ?? {}) as Inner;
  if (candidates !== undefined || groups !== undefined) return told as Told;
  for (const inner of [point, why, model])
    if (typeof inner === "object" && inner !== null) return innermost(inner);
  return undefined;
}

/** What an explanation says of the chosen point: its worth, and the terms of that. */
function worthIn({ candidates, groups, chosen }: Told): { worth: number; terms: Inner } {
  if (groups !== undefined) {
    const terms = { logGood: 0, logBad: 0 };
    for (const group of groups) {
      terms.logGood += group.logGood[group.chosen]!;
      terms.logBad -= group.logBad[group.chosen]!;
    }
    return { worth: terms.logGood + terms.logBad, terms };
  }
  const first = candidates![typeof chosen === "number" ? chosen : 0]!;
  if ("terms" in first) return { worth: first["value"] as number, terms: first["terms"] as Inner };
  const { logImprovement, logFeasible } = first as { logImprovement: number; logFeasible: number };
  return { worth: logImprovement + logFeasible, terms: { logImprovement, logFeasible } };
}

/** Of how many trials the belief at their points is what their explanations say; fails where any is not. */
function checkAll(study: SimulatedStudy): number {
  let checked = 0;
  for (const trial of study.trials) {
    const told = innermost(study.explain!(trial));
    const believed = study.believe!(trial, [trial.point]);
    if (told === undefined || told.groups?.length === 0) {
      expect(believed).toBeUndefined();
      continue;
    }
    const { worth, terms } = worthIn(told);
    const [belief] = believed!;
    expect(belief!.worth).toBeCloseTo(worth, 9);
    expect(Object.keys(belief!.terms)).toEqual(Object.keys(terms));
    for (const [name, value] of Object.entries(terms))
      expect(belief!.terms[name]).toBeCloseTo(value as number, 9);
    checked++;
  }
  return checked;
}

const play = (parts: Partial<Simulation> & Pick<Simulation, "tuner">): Promise<SimulatedStudy> =>
  simulate({ space: mixed, trials: 24, objective: ({ point }) => bowl(point), ...parts });

const few = { startupTrials: 6 };
const models = {
  gaussianProcess: gaussianProcess({ ...few, candidates: 64 }),
  forest: forest({ ...few, trees: 8, candidates: 60, randomShare: 0.1 }),
  tpe: tpe(few),
};

describe.each(Object.entries(models))("%s believes what it explains", (name, tuner) => {
  it("of every trial that its model chose", async () => {
    expect(checkAll(await play({ tuner }))).toBeGreaterThan(10);
  });

  it("also where others were running then, and have ended since", async () => {
    expect(checkAll(await play({ tuner, running: 4 }))).toBeGreaterThan(8);
  });

  it("in spaces with conditions", async () => {
    const objective: Simulation["objective"] = ({ point }) =>
      Number(point["hidden[0]"]) / 256 + Number(point["optimizer.momentum"] ?? 0.5);
    expect(checkAll(await play({ tuner, space: branched, objective }))).toBeGreaterThan(10);
  });

  it("with constraints, and with what is to be made large", async () => {
    const study = await play({
      tuner,
      objectives: { score: "maximize" },
      objective: ({ point }) => ({
        values: -bowl(point),
        constraints: { size: 0.2 - Number(point["x"]) },
      }),
    });
    expect(checkAll(study)).toBeGreaterThan(10);
  });

  it("with two objectives", async () => {
    const study = await play({
      tuner,
      objectives: { loss: "minimize", size: "minimize" },
      objective: ({ point }) => ({
        values: { loss: bowl(point), size: Number(point["x"]) },
      }),
    });
    expect(checkAll(study)).toBeGreaterThan(8);
  });

  it("of a point of another space nothing, and of the others all the same", async () => {
    const study = await play({ tuner });
    const last = study.trials.at(-1)!;
    const alone = study.believe!(last, [last.point])!;
    if (name === "tpe") return;
    const among = study.believe!(last, [{ x: 7 }, last.point, {}])!;
    expect(among).toEqual([undefined, alone[0], undefined]);
  });
});

describe("beliefs in the objective's own units", () => {
  const line = compileSpace({ x: float(0, 1) }) as Space;
  const skewed: Simulation["objective"] = ({ point }) => Math.exp(8 * Number(point["x"]));

  it.each([
    ["gaussianProcess", models.gaussianProcess],
    ["forest", models.forest],
  ])("%s: quantiles rise, and come back from a transformed scale", async (_, tuner) => {
    for (const direction of ["minimize", "maximize"] as const) {
      const study = await play({
        tuner,
        space: line,
        objectives: { cost: direction },
        objective: (trial) => (direction === "minimize" ? 1 : -1) * (skewed(trial) as number),
      });
      const last = study.trials.findLast((trial) => innermost(study.explain!(trial)))!;
      const points = Array.from({ length: 21 }, (_, k) => ({ x: k / 20 }));
      const beliefs = study.believe!(last, points) as PointBelief[];
      for (const { values } of beliefs) {
        const quantiles = values!["cost"]!;
        expect(quantiles).toHaveLength(BELIEF_QUANTILES.length);
        expect(quantiles.toSorted((a, b) => a - b)).toEqual(quantiles);
      }
      // Where it was tried most often it is well known: the optimum, 1 or −1, is at 0.
      const median = beliefs[0]!.values!["cost"]![2]!;
      expect(Math.abs(median)).toBeGreaterThan(0.2);
      expect(Math.abs(median)).toBeLessThan(30);
    }
  });

  it("gaussianProcess: the chance to be better is the share of the posterior below what is to be beaten", async () => {
    const study = await play({ tuner: models.gaussianProcess });
    const last = study.trials.at(-1)!;
    const told = study.explain!(last) as { best: number; candidates: Inner[] };
    const [{ mean, sd }] = told.candidates as unknown as [{ mean: number[]; sd: number[] }];
    const [belief] = study.believe!(last, [last.point]) as [PointBelief];
    expect(belief.chance).toBeCloseTo(normalCdf((told.best - mean[0]!) / sd[0]!), 9);
    // The quantile of that share is what was to be beaten.
    const below = BELIEF_QUANTILES.filter((_, k) => belief.values!["value"]![k]! < belief.best!);
    const share = belief.chance!;
    expect(BELIEF_QUANTILES.filter((each) => each < share)).toEqual(below);
  });
});

describe("tpe believes of points that leave parameters out", () => {
  it.each([true, false])("what is so of the others (multivariate: %s)", async (multivariate) => {
    const space = compileSpace({ x: float(0, 1), kind: choice(["a", "b"]) }) as Space;
    const study = await play({
      tuner: tpe({ ...few, multivariate }),
      space,
      objective: ({ point }) => Number(point["x"]) + (point["kind"] === "a" ? 0 : 1),
    });
    const last = study.trials.at(-1)!;
    const density = (points: Point[]) =>
      study.believe!(last, points)!.map((belief) => Math.exp(belief!.terms["logGood"]!));
    // The law of total probability: the marginal of x is the sum over the kinds.
    for (const x of [0.05, 0.4, 0.9]) {
      const [whole] = density([{ x }]);
      const [a, b] = density([
        { x, kind: "a" },
        { x, kind: "b" },
      ]);
      expect(a! + b!).toBeCloseTo(whole!, 9);
    }
    const [a, b] = density([{ kind: "a" }, { kind: "b" }]);
    expect(a! + b!).toBeCloseTo(1, 9);
    // And it integrates to 1.
    const grid = Array.from({ length: 2000 }, (_, k) => ({ x: (k + 0.5) / 2000 }));
    expect(density(grid).reduce((sum, each) => sum + each / 2000, 0)).toBeCloseTo(1, 3);
  });
});

describe("tuners around others ask them", () => {
  const curved: Simulation["objective"] = ({ point }) => ({
    curve: Array.from({ length: 9 }, (_, k) => bowl(point) + 1 / (k + 1)),
  });
  it.each<[string, Partial<Simulation> & Pick<Simulation, "tuner">, number]>([
    ["auto", { tuner: auto(few) }, 10],
    ["bayesian", { tuner: bayesian(few) }, 10],
    ["bayesian with tpe", { tuner: bayesian({ ...few, switchAfter: 0 }) }, 10],
    [
      "mix",
      { tuner: mix([{ tuner: models.tpe }, { tuner: random() }, { tuner: models.forest }]) },
      6,
    ],
    ["partialFixed", { tuner: partialFixed({ fixed: { kind: "b" }, tuner: models.tpe }) }, 10],
    ["racing", { tuner: racing({ tuner: models.tpe }), trials: 40 }, 5],
    ["asha", { tuner: asha({ maxResource: 9, tuner: models.tpe }), objective: curved }, 5],
    ["bohb", { tuner: bohb({ maxResource: 9, startupTrials: 3 }), objective: curved }, 2],
  ])("%s", async (_, parts, least) => {
    expect(checkAll(await play(parts))).toBeGreaterThanOrEqual(least);
  });

  it("and where the tuner goes by no model there is nothing to believe", async () => {
    const study = await play({ tuner: genetic() });
    expect(study.believe!(20, [study.trials[20]!.point])).toBeUndefined();
  });
});
