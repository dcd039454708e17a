import { describe, expect, it } from "vitest";
import { compileSpace } from "../../../lib/space/compile.ts";
import { float } from "../../../lib/space/parameters.ts";
import { UnitCube } from "../../../lib/space/vectors.ts";
import { simulate, type SimulatedStudy } from "../../../lib/study/simulate.ts";
import { DehbPlan } from "../../../lib/tuners/dehb/plan.ts";
import { population } from "../../../lib/tuners/dehb/populations.ts";
import { dehb } from "../../../lib/tuners/dehb.ts";
import { hyperband } from "../../../lib/tuners/hyperband.ts";
import { tunerContract } from "../../contracts/tuner.ts";
import { curve, epochsOf, line } from "./curves.ts";

tunerContract({
  name: "dehb",
  make: ({ size }) => dehb({ maxResource: size === 3 ? 9 : 27 }),
});

const four = compileSpace({ a: float(0, 1), b: float(0, 1), c: float(0, 1), d: float(0, 1) });

function play(options: Partial<Parameters<typeof dehb>[0]> = {}, running = 1, seed = 5) {
  return simulate({
    space: four,
    tuner: dehb({ maxResource: 27, ...options }),
    objective: ({ params: { a, b, c, d }, seed: own }) => {
      const level = (a - 0.7) ** 2 + (b - 0.2) ** 2 + (c - 0.5) ** 2 + (d - 0.9) ** 2;
      return { curve: curve(level, own, 27) };
    },
    trials: 1000,
    running,
    seed,
  });
}

describe("dehb's schedule", () => {
  const { schedule } = dehb({ maxResource: 27 });

  it("is Hyperband's, with new trials at every rung after the first bracket", () => {
    const rungs = schedule.brackets.map((bracket) =>
      bracket.rungs.map(({ trials, epoch }) => [trials, epoch]),
    );
    const hyper = hyperband({ maxResource: 27 }).schedule.brackets;
    expect(rungs).toEqual(
      hyper.map((bracket) => bracket.rungs.map(({ trials, epoch }) => [trials, epoch])),
    );
    expect(String(schedule).split("\n").slice(1, 3)).toEqual([
      "bracket 0: 27 to epoch 1 → 9 to epoch 3 → 3 to epoch 9 → 1 to epoch 27 (81 epochs)",
      "bracket 1: 12 to epoch 3 + 4 to epoch 9 + 1 to epoch 27 (99 epochs)",
    ]);
    expect(schedule.trials).toBe(27 + (12 + 4 + 1) + (6 + 2) + 4);
  });

  for (const running of [1, 8]) {
    it(`is what runs, trial by trial and epoch by epoch, ${running} at once`, async () => {
      const { trials, exhausted } = await play({}, running);
      expect(exhausted).toBe(true);
      expect(trials.length).toBe(schedule.trials);
      expect(epochsOf(trials)).toBe(schedule.epochs);
      const lengths = trials.map(({ reports }) => reports.length);
      expect(lengths.slice(0, 27).toSorted((one, other) => one - other)).toEqual([
        ...Array(18).fill(1),
        ...Array(6).fill(3),
        9,
        9,
        27,
      ]);
      expect(lengths.slice(27)).toEqual(
        [
          Array<number>(12).fill(3),
          [9, 9, 9, 9, 27],
          Array<number>(6).fill(9),
          Array(6).fill(27),
        ].flat(),
      );
      for (const { state, number, reports } of trials) {
        const stopped = number < 27 ? "paused" : "pruned";
        expect(state).toBe(reports.length === 27 ? "complete" : stopped);
      }
    });
  }

  it("evolves the first bracket too in a second round", async () => {
    const { trials } = await play({ rounds: 2 });
    const lengths = trials.slice(schedule.trials).map(({ reports }) => reports.length);
    expect(lengths.slice(0, 40)).toEqual([
      ...Array<number>(27).fill(1),
      ...Array<number>(9).fill(3),
      9,
      9,
      9,
      27,
    ]);
    expect(trials.length).toBe(2 * schedule.trials + 9 + 3 + 1);
  });
});

describe("dehb's populations", () => {
  it("are as large as the largest rung of their budget", () => {
    const plan = new DehbPlan({ minResource: 1, maxResource: 81, reductionFactor: 3 });
    expect(plan.sizes).toEqual([81, 34, 15, 8, 5]);
  });

  it("are those that replacing one by one, where a child is not worse, comes to", async () => {
    const { trials, context } = await play({ rounds: 2 });
    const plan = new DehbPlan({ minResource: 1, maxResource: 27, reductionFactor: 3 });
    const cube = new UnitCube(four);
    const parts = { plan, cube, direction: "minimize" as const, seed: context.seed };
    plan.budgets.forEach((budget, level) => {
      const places: { number: number; loss: number }[] = [];
      const came = trials.filter(({ number, reports }) => {
        return number < 27 && reports.length >= budget;
      });
      came.forEach(({ number, reports }) => {
        places.push({ number, loss: reports[budget - 1]!.value });
      });
      for (const { number, reports } of trials.slice(27)) {
        const { target, level: own } = plan.slotOf(number);
        if (own !== level) continue;
        const loss = reports[budget - 1]!.value;
        if (loss <= (places[target]?.loss ?? Infinity)) places[target] = { number, loss };
      }
      const found = population(level, trials, parts).map(({ number, loss }) => ({ number, loss }));
      expect(found).toEqual(places);
    });
  });

  it("have random newcomers where nobody stands yet, the same ones each time", () => {
    const plan = new DehbPlan({ minResource: 1, maxResource: 9, reductionFactor: 3 });
    const parts = { plan, cube: new UnitCube(four), direction: "minimize" as const, seed: 3 };
    const one = population(1, [], parts);
    expect(one.every(({ number, loss }) => number === undefined && loss === Infinity)).toBe(true);
    expect(population(1, [], parts)).toEqual(one);
    expect(new Set(one.map(({ vector }) => vector[0])).size).toBe(one.length);
  });
});

interface Why {
  readonly phase: string;
  readonly rung: number;
  readonly target: { readonly vector: number[] };
  readonly parents: { readonly number: number | null; readonly vector: number[] }[];
  readonly mutant: number[];
  readonly child: number[];
  readonly mutationFactor: number;
}

function why({ tuner, context, trials }: SimulatedStudy, number: number): Why {
  return tuner.explain?.(trials[number]!, { ...context, trials }) as unknown as Why;
}

describe("dehb explains", () => {
  it("a child by its parents, such that they give its point again", async () => {
    const study = await play();
    const cube = new UnitCube(four);
    for (const { number, point } of study.trials.slice(27)) {
      const { parents, mutant, target, child, mutationFactor: factor, phase } = why(study, number);
      expect(phase).toBe("evolution");
      const [base, plus, minus] = parents.map(({ vector }) => vector) as [
        number[],
        number[],
        number[],
      ];
      let fromMutant = 0;
      child.forEach((place, axis) => {
        const moved = base[axis]! + factor * (plus[axis]! - minus[axis]!);
        if (moved >= 0 && moved <= 1) expect(mutant[axis]).toBe(moved);
        expect([mutant[axis], target.vector[axis]]).toContain(place);
        if (place === mutant[axis]) fromMutant++;
      });
      expect(fromMutant).toBeGreaterThan(0);
      expect(cube.write(child)).toEqual(point);
    }
  });

  it("and the parents of a higher rung are the best of the budget below", async () => {
    const study = await play();
    // Trials 39 … 42 are the second bracket's four at epoch 9, from epoch 3.
    const plan = new DehbPlan({ minResource: 1, maxResource: 27, reductionFactor: 3 });
    const cube = new UnitCube(four);
    const { seed } = study.context;
    const parts = { plan, cube, direction: "minimize" as const, seed };
    const below = population(1, study.trials.slice(0, 39), parts);
    const best = below.toSorted((one, other) => one.loss - other.loss).slice(0, 4);
    for (let number = 39; number < 43; number++) {
      const { parents, rung } = why(study, number);
      expect(rung).toBe(1);
      for (const parent of parents)
        expect(best.map((each) => each.number)).toContain(parent.number);
    }
  });
});

describe("dehb", () => {
  it("finds better points than Hyperband in the same epochs, over twenty seeds", async () => {
    let wins = 0;
    for (let seed = 0; seed < 20; seed++) {
      const evolved = await play({ rounds: 3 }, 1, seed);
      const drawn = await simulate({
        space: four,
        tuner: hyperband({ maxResource: 27, rounds: 4 }),
        objective: ({ params: { a, b, c, d }, seed: own }) => {
          const level = (a - 0.7) ** 2 + (b - 0.2) ** 2 + (c - 0.5) ** 2 + (d - 0.9) ** 2;
          return { curve: curve(level, own, 27) };
        },
        trials: 1000,
        seed,
      });
      expect(epochsOf(drawn.trials)).toBeGreaterThan(0.95 * epochsOf(evolved.trials));
      if (evolved.best!.value! < drawn.best!.value!) wins++;
    }
    // By chance alone 15 of 20 come in 2 of a hundred.
    expect(wins).toBeGreaterThanOrEqual(15);
  });

  it("serves a schedule of a single trial, round after round", async () => {
    const { trials } = await simulate({
      space: line,
      tuner: dehb({ maxResource: 2, reductionFactor: 4, rounds: 5 }),
      objective: ({ params }) => ({ curve: [params.x, params.x] }),
      trials: 100,
    });
    expect(trials.map(({ state }) => state)).toEqual(Array(5).fill("complete"));
  });

  it("refuses options that cannot be", () => {
    expect(() => dehb({ maxResource: 9, mutationFactor: 0 })).toThrow(/mutationFactor is 0/);
    expect(() => dehb({ maxResource: 9, crossoverRate: 1.1 })).toThrow(/crossoverRate is 1.1/);
    expect(() => dehb({ maxResource: 9, rounds: 1.5 })).toThrow(/rounds is 1.5/);
    expect(() => dehb({ maxResource: 9, tuner: 1 } as never)).toThrow(/no option "tuner"/);
  });
});
