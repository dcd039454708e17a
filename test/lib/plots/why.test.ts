import { describe, expect, test } from "vitest";
import { normalCdf } from "../../../lib/math/normal.ts";
import { FigureError } from "../../../lib/plots/common/figure-error.ts";
import { why, whyData } from "../../../lib/plots/why.ts";
import type { BeliefData } from "../../../lib/plots/why/belief-data.ts";
import type { DensityData } from "../../../lib/plots/why/density-data.ts";
import type { MapData } from "../../../lib/plots/why/map-data.ts";
import type { StripsData } from "../../../lib/plots/why/strips-data.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import type { Space } from "../../../lib/space/space.ts";
import type { StudyView } from "../../../lib/study/observer.ts";
import { simulate, type Simulation } from "../../../lib/study/simulate.ts";
import type { Json, Point } from "../../../lib/study/trial-record.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";
import { tuners } from "../../../lib/tuners/index.ts";
import { checkFigure, figureContract, oddStudies } from "../../contracts/figure.ts";

const mixed = compileSpace({
  x: float(0, 1),
  rate: float(1e-4, 1, { log: true }),
  kind: choice(["a", "b", "c"]),
  optimizer: oneOf({ adam: {}, sgd: { momentum: float(0, 0.9) } }),
}) as Space;
const square = compileSpace({ x: float(0, 1), y: float(0, 1) }) as Space;

const bowl = ({ x = 0.5, rate = 0.01, kind = "a" }: Point): number =>
  0.01 +
  (Number(x) - 0.3) ** 2 +
  (Math.log10(Number(rate)) + 2) ** 2 / 4 +
  (kind === "b" ? 0 : 0.1);

const play = (tuner: TunerSpec, parts: Partial<Simulation> = {}): Promise<StudyView> =>
  simulate({ space: mixed, trials: 24, objective: ({ point }) => bowl(point), tuner, ...parts });

const few = { startupTrials: 6 };
const reasoned: Readonly<Record<string, TunerSpec>> = {
  gaussianProcess: tuners.gaussianProcess({ ...few, candidates: 64 }),
  forest: tuners.forest({ ...few, trees: 8, candidates: 60, randomShare: 0 }),
  tpe: tuners.tpe(few),
  genetic: tuners.genetic({ population: 8 }),
  nsga2: tuners.nsga2({ population: 8 }),
  nsga3: tuners.nsga3(),
  differentialEvolution: tuners.differentialEvolution({ population: 6 }),
  cmaEs: tuners.cmaEs(),
  zoom: tuners.zoom({ perRound: 8 }),
  anneal: tuners.anneal(),
  quasiRandom: tuners.quasiRandom(),
  grid: tuners.grid({ levels: 3 }),
  random: tuners.random(),
  auto: tuners.auto(few),
  bayesian: tuners.bayesian(few),
  mix: tuners.mix([{ tuner: tuners.tpe(few) }, { tuner: tuners.random() }]),
  partialFixed: tuners.partialFixed({ fixed: { kind: "b" }, tuner: tuners.tpe(few) }),
  racing: tuners.racing({ tuner: tuners.tpe(few) }),
  asha: tuners.asha({ maxResource: 9 }),
  hyperband: tuners.hyperband({ maxResource: 9 }),
  bohb: tuners.bohb({ maxResource: 9, startupTrials: 3 }),
  dehb: tuners.dehb({ maxResource: 9 }),
};
const curved: Simulation["objective"] = ({ point }) => ({
  curve: Array.from({ length: 9 }, (_, k) => bowl(point) + 1 / (k + 1)),
});

figureContract("why", (study) => why(study));

describe("why, for every tuner", () => {
  for (const [name, tuner] of Object.entries(reasoned)) {
    test(`${name}: each of its trials is drawn, and says its number`, async () => {
      const isHalving = ["asha", "hyperband", "bohb", "dehb"].includes(name);
      const study = await play(tuner, isHalving ? { objective: curved, trials: 40 } : {});
      const numbers = study.trials.map(({ number }) => number);
      for (const number of numbers.filter((each) => each % 5 === 0 || each > numbers.length - 4)) {
        const figure = why(study, number);
        checkFigure(figure);
        expect(figure.alt).toMatch(new RegExp(`^Why trial ${number}: .{20}`));
        expect(figure.text.length).toBeGreaterThan(60);
      }
    });
  }

  test("several objectives: the expected value of each, and no chance of a single best", async () => {
    const study = await play(reasoned["gaussianProcess"]!, {
      objectives: { loss: "minimize", speed: "maximize" },
      objective: ({ point }) => ({ values: { loss: bowl(point), speed: Number(point["x"]) } }),
    });
    const data = whyData(study, 20, { objective: "speed" }) as BeliefData;
    expect(data.objective.name).toBe("speed");
    expect(data.best).toBeUndefined();
    expect(why(study, 20, { objective: "speed" }).alt).toContain("expecting speed");
    checkFigure(why(study, 20, { objective: "speed" }));
    expect(() => why(study, 20, { objective: "size" })).toThrow(/no objective "size"/);
  });

  test("constraints: the chance that they are kept is said, also before any trial kept them", async () => {
    const study = await play(reasoned["gaussianProcess"]!, {
      objective: ({ point }) => ({
        values: bowl(point),
        constraints: { size: Number(point["x"]) - 0.05 },
      }),
    });
    const told = (number: number) => study.explain!(number) as { acquisition?: string };
    const none = study.trials.find(({ number }) => told(number).acquisition === "feasibility");
    if (none)
      expect(why(study, none).alt).toContain("keep the constraints, which no trial did yet");
    const some = study.trials.findLast(({ number }) => told(number).acquisition === "logEI")!;
    const data = whyData(study, some, {}) as BeliefData;
    expect(data.allowed).toBeGreaterThan(0);
    expect(data.allowed).toBeLessThanOrEqual(1);
    checkFigure(why(study, some));
  });
});

describe("why, of a model", () => {
  test("says the posterior's chance to beat the best so far, and draws through the proposal", async () => {
    const study = await play(reasoned["gaussianProcess"]!);
    const trial = study.trials.at(-1)!;
    const data = whyData(study, trial, { parameter: "rate" }) as BeliefData;
    const told = study.explain!(trial) as unknown as {
      best: number;
      candidates: { mean: number[]; sd: number[] }[];
    };
    const [{ mean, sd }] = told.candidates as [{ mean: number[]; sd: number[] }];
    const chance = normalCdf((told.best - mean[0]!) / sd[0]!);
    expect(data.chance).toBeCloseTo(chance, 9);
    const before = study.trials.slice(0, -1).map(({ value }) => value!);
    expect(data.best).toBeCloseTo(Math.min(...before), 9);
    expect(data.isMeasured).toBe(true);
    const percent = Math.round(100 * chance);
    const words = chance > 0.995 || chance < 0.1 ? "chance" : `${percent}% chance to beat`;
    expect(why(study, trial, { parameter: "rate" }).alt).toContain(words);
    // At the trial's own value the slice is what was believed of the trial's own point.
    const [own] = study.believe!(trial, [trial.point])!;
    expect(data.at.value).toBe(trial.point["rate"]);
    expect(data.at.quantiles).toEqual(own!.values!["value"]);
    // Along the slice nothing else changes.
    const [other] = study.believe!(trial, [{ ...trial.point, rate: data.slice[3]!.value }])!;
    expect(data.slice[3]!.quantiles).toEqual(other!.values!["value"]);
    // The whole range is seen, and every trial that the model knew.
    expect(data.slice[0]!.value).toBe(1e-4);
    expect(data.slice.at(-1)!.value).toBe(1);
    expect(data.seen).toHaveLength(study.trials.length - 1);
  });

  test("of a finished trial it says what it came to", async () => {
    const study = await play(reasoned["gaussianProcess"]!);
    expect(why(study, 20).alt).toMatch(/tried .*; it came to 0\.\d+/);
  });

  test("of a choice there is one interval each, and children of the others stand in the middle", async () => {
    const study = await play(reasoned["gaussianProcess"]!);
    const trial = study.trials.findLast(({ point }) => point["optimizer.kind"] === "adam")!;
    const data = whyData(study, trial, { parameter: "optimizer" }) as BeliefData;
    expect(data.slice.map(({ value }) => value)).toEqual(["adam", "sgd"]);
    const point = { ...trial.point, "optimizer.kind": "sgd", "optimizer.momentum": 0.45 };
    const [belief] = study.believe!(trial, [point])!;
    expect(data.slice[1]!.quantiles).toEqual(belief!.values!["value"]);
  });

  test("trials are the fainter the more their other parameters differ", async () => {
    const study = await play(reasoned["gaussianProcess"]!, { space: square });
    const data = whyData(study, 23, { parameter: "x" }) as BeliefData;
    const own = Number(study.trials[23]!.point["y"]);
    for (const { trial, near } of data.seen) {
      // Half as near for a difference of a quarter of the range.
      const difference = Number(trial.point["y"]) - own;
      expect(near).toBeCloseTo(2 ** -((difference / 0.25) ** 2), 9);
    }
  });

  test("values far beyond what decides are gathered on the rail, and failed trials too", async () => {
    const study = await play(reasoned["gaussianProcess"]!, {
      objective: ({ point, number }) => (number === 3 ? 1e6 : number === 5 ? NaN : bowl(point)),
    });
    const data = whyData(study, 23, {}) as BeliefData;
    const rail = data.seen.filter((one) => one.rail).map(({ trial }) => trial.number);
    expect(rail).toContain(3);
    expect(rail).toContain(5);
    expect(data.range.high).toBeLessThan(1e5);
    checkFigure(why(study, 23));
  });

  test("what is to be made large is not turned round", async () => {
    const study = await play(reasoned["gaussianProcess"]!, {
      objectives: { accuracy: "maximize" },
      objective: ({ point }) => 1 - bowl(point) / 4,
    });
    const data = whyData(study, 23, {}) as BeliefData;
    const before = study.trials.slice(0, 23).map(({ value }) => value!);
    expect(data.best).toBeCloseTo(Math.max(...before), 9);
    for (const { quantiles } of data.slice)
      expect(quantiles.toSorted((one, other) => one - other)).toEqual(quantiles);
  });
});

describe("why, of densities", () => {
  test("says the ratio that decided, and shows every candidate", async () => {
    const study = await play(tuners.tpe({ ...few, multivariate: false }));
    const trial = study.trials.at(-1)!;
    const data = whyData(study, trial, { parameter: "rate" }) as DensityData;
    const told = study.explain!(trial) as unknown as {
      good: number[];
      bad: number[];
      groups: { dimensions: string[]; logGood: number[]; logBad: number[]; chosen: number }[];
    };
    const group = told.groups.find(({ dimensions }) => dimensions[0] === "rate")!;
    const logs = group.logGood.map((log, k) => log - group.logBad[k]!);
    expect(Math.log(data.at.ratio)).toBeCloseTo(logs[group.chosen]!, 9);
    expect(Math.log(data.at.ratio)).toBeCloseTo(Math.max(...logs), 9);
    expect(data.candidates).toHaveLength(23);
    expect(data.candidateCount).toBe(24);
    expect(data.good.map(({ number }) => number)).toEqual(told.good);
    expect(data.rest.map(({ number }) => number)).toEqual(told.bad);
    expect(data.together).toBe(1);
    // Of a parameter by itself the ratio is that of the two curves.
    for (const { good, rest, ratio } of data.slice) expect(good / rest / ratio).toBeCloseTo(1, 6);
    const times = Number(data.at.ratio.toPrecision(2));
    const alt = why(study, trial, { parameter: "rate" }).alt;
    if (times >= 0.01 && times < 100)
      expect(alt).toContain(`${times} times as common among the best`);
  });

  test("of a choice the probabilities of all choices sum to 1", async () => {
    const study = await play(reasoned["tpe"]!);
    const data = whyData(study, 23, { parameter: "kind" }) as DensityData;
    expect(data.slice).toHaveLength(3);
    expect(data.slice.reduce((sum, { good }) => sum + good, 0)).toBeCloseTo(1, 9);
    expect(data.slice.reduce((sum, { rest }) => sum + rest, 0)).toBeCloseTo(1, 9);
    expect(data.together).toBeGreaterThan(3);
  });
});

describe("why, of descent", () => {
  test("a child's values come from where the tuner says", async () => {
    const study = await play(reasoned["genetic"]!, { trials: 40 });
    const told = study.explain!(39) as unknown as {
      parents: [number, number];
      origins: Record<string, string>;
    };
    const data = whyData(study, 39, {}) as StripsData;
    const [one, other] = told.parents;
    expect(data.sentence).toContain(one === other ? `trial ${one}` : `trials ${one} and ${other}`);
    for (const row of data.rows) {
      const origin = told.origins[row.axis.path];
      if (origin === "mutation") expect(row.origin).toBe("mutated");
      else if (origin === "blend") expect(row.origin).toBe("mixed");
      else if (row.origin !== "both agree")
        expect(row.origin).toBe(`from trial ${origin === "second" ? other : one}`);
      const first = study.trials[one]!.point[row.axis.path];
      const mark = row.marks.find(({ role }) => role === 0);
      expect(mark?.unit).toBe(row.axis.unit(first));
    }
  });

  test("a challenger keeps what is its target's, and moves the rest", async () => {
    const study = await play(reasoned["differentialEvolution"]!, { trials: 30 });
    const { target } = study.explain!(29) as unknown as { target: number };
    const data = whyData(study, 29, {}) as StripsData;
    expect(data.sentence).toContain(`challenges trial ${target}`);
    for (const { axis, value, origin } of data.rows)
      expect(origin).toBe(study.trials[target]!.point[axis.path] === value ? "kept" : "moved");
  });
});

describe("why, of regions", () => {
  test("zoom: the box in which the point lies, and those around which it was laid", async () => {
    const study = await play(reasoned["zoom"]!);
    const { best } = study.explain!(20) as unknown as { best: number[] };
    const data = whyData(study, 20, {}) as StripsData;
    const row = data.rows.find(({ axis }) => axis.path === "x")!;
    const [band] = row.bands;
    expect(row.own).toBeGreaterThanOrEqual(band!.from);
    expect(row.own).toBeLessThanOrEqual(band!.to);
    expect(row.marks.filter(({ trial }) => trial !== undefined)).toHaveLength(best.length);
    expect(data.sentence).toContain(`around the best ${best.length} trials`);
  });

  test("anneal: the point lies in the window around its anchor", async () => {
    const study = await play(reasoned["anneal"]!);
    for (const number of [12, 16, 20, 23]) {
      const { anchor } = study.explain!(number) as unknown as { anchor: number };
      const data = whyData(study, number, {}) as StripsData;
      expect(data.sentence).toContain(`near trial ${anchor}`);
      const { own, bands, marks } = data.rows.find(({ axis }) => axis.path === "rate")!;
      expect(own).toBeGreaterThanOrEqual(bands[0]!.from - 1e-9);
      expect(own).toBeLessThanOrEqual(bands[0]!.to + 1e-9);
      expect(marks.map(({ trial }) => trial)).toEqual([anchor]);
    }
  });

  test("cmaEs: the ellipse is the bell's, as wide as its deviations, tilted by its correlation", () => {
    const trials = oddStudies["of 60 parameters"]!().trials.slice(0, 1);
    const point = { x: 0.5, y: 0.5 };
    const explanation = {
      tuner: "cmaEs",
      restart: 0,
      generation: 3,
      population: 6,
      phase: "sample",
      step: 0.1,
      mean: { x: 0.4, y: 0.6 },
      deviation: { x: 0.1, y: 0.05 },
      correlation: [1, 0.5, 0.5, 1],
    };
    const study: StudyView = {
      ...oddStudies["without trials"]!(),
      space: square,
      trials: [{ ...trials[0]!, number: 0, point, params: point, by: "cmaEs" }],
      explain: () => explanation as Json,
    };
    const data = whyData(study, 0, {}) as MapData;
    const [, inner] = data.regions;
    const reach = (values: readonly number[]) => [Math.min(...values), Math.max(...values)];
    expect(reach(inner!.x)[0]).toBeCloseTo(0.3, 3);
    expect(reach(inner!.x)[1]).toBeCloseTo(0.5, 3);
    expect(reach(inner!.y)[0]).toBeCloseTo(0.55, 3);
    expect(reach(inner!.y)[1]).toBeCloseTo(0.65, 3);
    // Every corner is one deviation away, by Mahalanobis: (a² − 2ρab + b²)/(1 − ρ²) = 1.
    inner!.x.forEach((x, k) => {
      const [a, b] = [(x - 0.4) / 0.1, (inner!.y[k]! - 0.6) / 0.05];
      expect((a * a - a * b + b * b) / 0.75).toBeCloseTo(1, 9);
    });
    expect(data.centre!.x).toBeCloseTo(0.4, 9);
    expect(data.sentence).toContain("generation 4, around x 0.4 and y 0.6");
  });

  test("quasiRandom: how far the nearest earlier point is", async () => {
    const study = await play(tuners.quasiRandom(), { space: square, trials: 17 });
    const data = whyData(study, 16, {}) as MapData;
    const [x, y] = ["x", "y"].map((path) => Number(study.trials[16]!.point[path]));
    const nearest = Math.min(
      ...study.trials
        .slice(0, 16)
        .map(({ point }) => Math.hypot(Number(point["x"]) - x!, Number(point["y"]) - y!)),
    );
    expect(Math.max(...data.regions[0]!.x) - x!).toBeCloseTo(nearest, 6);
    expect(data.sentence).toContain(`${Number((100 * nearest).toFixed(nearest < 0.1 ? 1 : 0))}%`);
  });
});

describe("why, where nothing was reasoned", () => {
  test("a sentence says so: too early, enqueued, or drawn", async () => {
    const study = await play(reasoned["gaussianProcess"]!, {
      initial: [{ x: 0.1, rate: 0.1, kind: "a", "optimizer.kind": "adam" }],
    });
    expect(why(study, 0).alt).toContain("Trial 0 was enqueued: a user chose its point, no tuner");
    expect(why(study, 3).alt).toContain("too few trials had ended (3) for the Gaussian process");
    const drawn = await play(tuners.random());
    expect(why(drawn).alt).toContain("Trial 23 is drawn at random");
    const first = await play(reasoned["genetic"]!);
    expect(why(first, 2).alt).toContain("has no parents that are known");
  });

  test("the newest trial that was reasoned is shown, not a newer one that was not", async () => {
    const study = await play(reasoned["tpe"]!);
    const added = { ...study.trials[5]!, number: 24, by: "added" };
    const longer: StudyView = {
      ...study,
      trials: [...study.trials, added],
      explain: (trial) => (trial === 24 ? undefined : study.explain!(trial)),
    };
    expect(whyData(longer, undefined, {})!.chosen.trial.number).toBe(23);
    expect(why(longer, 24).alt).toContain("was added from elsewhere");
  });

  test("no trial yet is said in the same frame", () => {
    expect(why(oddStudies["without trials"]!()).alt).toContain("no trial yet");
  });
});

describe("why, of tuners around others", () => {
  const remarksOf = async (name: string, parts: Partial<Simulation> = {}, number?: number) => {
    const study = await play(reasoned[name]!, parts);
    const data = whyData(study, number, {})!;
    expect(why(study, number).text).toContain(data.chosen.remarks[0]);
    return data.chosen.remarks;
  };

  test("who was asked by whom, and why", async () => {
    const [remark] = await remarksOf("auto");
    expect(remark).toMatch(/^The Gaussian process was asked by auto and Bayesian search: it needs/);
    expect((await remarksOf("mix")).join()).toMatch(/by TPE, which is asked 50% of the time/);
    expect((await remarksOf("partialFixed")).join()).toContain("kept: kind b");
  });

  test("where a trial stands at its rungs", async () => {
    const remarks = await remarksOf("hyperband", { objective: curved, trials: 30 }, 0);
    expect(remarks.join()).toMatch(/bracket 0: \d+(st|nd|rd|th) of \d+ at epoch \d+/);
  });
});

describe("why refuses what is not there", () => {
  test("a trial, a parameter, an objective", async () => {
    const study = await play(reasoned["tpe"]!);
    expect(() => why(study, 99)).toThrow(FigureError);
    expect(() => why(study, 99)).toThrow(/no trial 99; it has 24/);
    expect(() => why(study, 3, { parameter: "beta" })).toThrow(
      /no parameter "beta"; it has x, rate/,
    );
    expect(() => why(study, 3, { objective: "loss" })).toThrow(FigureError);
  });

  test("a parameter that the trial does not have is said", async () => {
    const study = await play(reasoned["gaussianProcess"]!);
    const trial = study.trials.findLast(({ point }) => point["optimizer.kind"] === "adam")!;
    const figure = why(study, trial, { parameter: "momentum" });
    checkFigure(figure);
    expect(figure.alt).toContain(`Trial ${trial.number} has no momentum`);
  });
});

test("a slice of a stepped number holds every step", async () => {
  const space = compileSpace({ layers: int(1, 5), x: float(0, 1) }) as Space;
  const study = await play(reasoned["gaussianProcess"]!, { space });
  const data = whyData(study, 23, { parameter: "layers" }) as BeliefData;
  expect(data.slice.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5]);
});
