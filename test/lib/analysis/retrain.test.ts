import { describe, expect, it } from "vitest";
import { replicates } from "../../../lib/analysis/noise.ts";
import { confirmPlan, confirmSummary } from "../../../lib/analysis/retrain/confirm.ts";
import { expectedOnRetrain, type Retrain } from "../../../lib/analysis/retrain/expected.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { boolean, choice, float, int, oneOf } from "../../../lib/space/parameters.ts";
import type { Space } from "../../../lib/space/space.ts";
import { simulate } from "../../../lib/study/simulate.ts";
import { random } from "../../../lib/tuners/random.ts";
import { tpe } from "../../../lib/tuners/tpe.ts";
import { poorStudies, told, viewOf } from "./views.ts";

type Numbers = Readonly<Record<string, number>>;
type Estimate = Extract<Retrain, { kind: "estimate" }>;

/** Landscapes that had no part in choosing the estimate's constants. */
const landscapes: { space: Space; loss: (params: never) => number }[] = [
  {
    space: compileSpace({ a: float(0, 1), b: float(0, 1) }) as unknown as Space,
    loss: ({ a, b }: Numbers) => Math.exp(a! - 0.5) - 0.6 * a! + Math.abs(b! - 0.7),
  },
  {
    space: compileSpace({
      rate: float(1e-5, 1e-1, { log: true }),
      units: int(8, 256, { log: true }),
      drop: float(0, 0.5, { step: 0.1 }),
    }) as unknown as Space,
    loss: ({ rate, units, drop }: Numbers) =>
      0.1 * (Math.log10(rate!) + 3) ** 2 + 0.5 / Math.log2(units!) + 0.4 * (drop! - 0.2) ** 2,
  },
  {
    space: compileSpace({
      kind: choice(["p", "q", "r", "s"]),
      wide: boolean(),
      x: float(-2, 2),
      y: float(-2, 2),
    }) as unknown as Space,
    loss: ({ kind, wide, x, y }: { kind: string; wide: boolean; x: number; y: number }) =>
      0.3 * ["q", "s", "p", "r"].indexOf(kind) ** 0.7 +
      (wide ? 0.1 : 0) +
      0.15 * (x * x + x * y + y * y),
  },
  {
    space: compileSpace({
      optimizer: oneOf({
        adam: { beta: float(0.5, 1) },
        sgd: { momentum: float(0, 1) },
        plain: {},
      }),
      decay: float(1e-6, 1e-1, { log: true }),
    }) as unknown as Space,
    loss(params: { decay: number; optimizer: { kind: string; beta?: number; momentum?: number } }) {
      const { kind, beta = 0, momentum = 0 } = params.optimizer;
      const own = { adam: 3 * (beta - 0.85) ** 2, sgd: 0.1 + (momentum - 0.6) ** 2, plain: 0.5 }[
        kind
      ]!;
      return own + 0.05 * Math.abs(Math.log10(params.decay) + 4);
    },
  },
  {
    space: compileSpace(
      Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, float(0, 1)])),
    ) as unknown as Space,
    loss: ({ a, b, c, d, e }: Numbers) =>
      Math.sin(3 * a!) * 0.4 + (b! - 0.3) ** 2 + 0.3 * c! * d! + 0.05 * e!,
  },
];

describe("the winner's curse", () => {
  it("the 90% interval holds the truth in 85–95% of 500 simulated studies", async () => {
    let estimates = 0;
    const held = { all: 0, without: 0, with: 0, next: 0 };
    const count = { without: 0, with: 0 };
    let naive = 0;
    for (let study = 0; study < 500; study++) {
      const { space, loss } = landscapes[study % landscapes.length]!;
      const dice = randomStream(4242, study);
      // Noise from a hundredth to half of what the landscapes span.
      const noise = 0.01 * 50 ** dice.uniform();
      const simulated = await simulate({
        space,
        tuner: dice.uniform() < 0.5 ? random() : tpe(),
        trials: dice.int(15, 45),
        seed: study,
        objective: (trial) => loss(trial.params as never) + noise * trial.random.normal(),
      });
      const repeated = study % 2 === 1 ? "with" : "without";
      const trials = [...simulated.trials];
      if (repeated === "with") {
        const best = trials.toSorted((one, other) => one.value! - other.value!).slice(0, 4);
        for (const { point, params } of [...best, ...best]) {
          const value = loss(params as never) + noise * dice.normal();
          trials.push(told(trials.length, point, value, { params }));
        }
      }
      const found = expectedOnRetrain({ ...simulated, trials });
      expect(found.kind).toBe("estimate");
      const { interval, next, trial, observed } = found as Estimate;
      const truth = loss(trials[trial]!.params as never);
      const isHeld = interval[0] <= truth && truth <= interval[1];
      const again = truth + noise * dice.normal();
      estimates++;
      count[repeated]++;
      if (isHeld) held.all++;
      if (isHeld) held[repeated]++;
      if (next[0] <= again && again <= next[1]) held.next++;
      if (observed < truth) naive++;
    }
    expect(estimates).toBe(500);
    for (const share of [held.all / 500, held.next / 500]) {
      expect(share).toBeGreaterThanOrEqual(0.85);
      expect(share).toBeLessThanOrEqual(0.95);
    }
    // Each half has 250 studies, whose share varies by 2% by itself.
    for (const share of [held.without / count.without, held.with / count.with]) {
      expect(share).toBeGreaterThanOrEqual(0.83);
      expect(share).toBeLessThanOrEqual(0.97);
    }
    // There is a curse to guard against: what was seen is nearly always too good.
    expect(naive / 500).toBeGreaterThan(0.9);
  });

  it("turns with the direction", () => {
    const stream = randomStream(3);
    const space = compileSpace({ x: float(0, 1) });
    const trials = Array.from({ length: 25 }, (_, number) => {
      const x = stream.uniform();
      return told(number, { x }, (x - 0.4) ** 2 + 0.05 * stream.normal());
    });
    const down = expectedOnRetrain(viewOf(space, trials)) as Estimate;
    const turned = trials.map((trial) => told(trial.number, trial.point, -trial.value!));
    const up = expectedOnRetrain(viewOf(space, turned, { value: "maximize" })) as Estimate;
    expect(up).toEqual({
      ...down,
      observed: -down.observed,
      expected: -down.expected,
      interval: [-down.interval[1], -down.interval[0]],
      next: [-down.next[1], -down.next[0]],
    });
    expect(down.optimism).toBeGreaterThan(0);
  });

  it("finds nothing to shrink where there is no noise", () => {
    const space = compileSpace({ x: float(0, 1) });
    const trials = Array.from({ length: 30 }, (_, number) =>
      told(number, { x: number / 29 }, (number / 29 - 0.42) ** 2),
    );
    const found = expectedOnRetrain(viewOf(space, trials)) as Estimate;
    expect(Math.abs(found.expected - found.observed)).toBeLessThan(1e-4);
    expect(found.interval[1] - found.interval[0]).toBeLessThan(0.01);
    expect(found.recommended).toBe(found.trial);
  });

  it("says why it knows nothing", () => {
    const space = compileSpace({ x: float(0, 1) });
    const stream = randomStream(1);
    const poor = poorStudies(space, () => ({ x: stream.uniform() }));
    for (const name of ["empty", "one trial", "all failed"] as const)
      expect(expectedOnRetrain(poor[name])).toMatchObject({
        kind: "unknown",
        reason: /are needed/,
      });
    expect(expectedOnRetrain(poor["constant"])).toMatchObject({ reason: /same value/ });
    expect(expectedOnRetrain(poor["NaN and infinities"]).kind).toBe("estimate");
    expect(() => expectedOnRetrain(poor["empty"], { level: 90 })).toThrow(/level is 90/);
  });
});

describe("confirming", () => {
  const space = compileSpace({ x: float(0, 1) });
  const values = [5, 1, 3, 2, 4, 1.5];
  // The last repeats the point of trial 1.
  const trials = values.map((value, number) =>
    told(number, { x: number === 5 ? 0.1 : number / 10 }, value),
  );
  const study = viewOf(space, trials);

  it("plans the best settings, each point once, with seeds that all share", () => {
    const plan = confirmPlan(study, { top: 3, seeds: 2 });
    expect(plan.candidates.map(({ trial }) => trial)).toEqual([1, 3, 2]);
    expect(new Set(plan.seeds).size).toBe(2);
    expect(plan).toMatchObject({ runs: 6, seconds: 6 });
    expect(confirmPlan(viewOf(space, []))).toMatchObject({ candidates: [], runs: 0 });
    expect(() => confirmPlan(study, { top: 0 })).toThrow(/top is 0/);
  });

  it("judges by the new runs alone, seed by seed", () => {
    const runs = [
      { trial: 1, seed: 7, value: 2.5 },
      { trial: 1, seed: 8, value: 3.5 },
      { trial: 1, seed: 9, value: NaN },
      { trial: 3, seed: 7, value: 2 },
      { trial: 3, seed: 8, value: 3 },
      { trial: 3, seed: 9, value: 1 },
    ];
    const [first, second] = confirmSummary(study, runs);
    expect(first).toMatchObject({ trial: 3, observed: 2, mean: 2, sd: 1, optimism: 0, failed: 0 });
    // Student's t with two degrees: P(T ≤ 2.91999) = 0.95.
    expect(first!.interval![1]).toBeCloseTo(2 + 2.919986 / Math.sqrt(3), 5);
    expect(first!.behind).toBeUndefined();
    expect(second).toMatchObject({ trial: 1, mean: 3, failed: 1, runs: 3, optimism: 2 });
    // Both common seeds say 0.5.
    expect(second!.behind).toEqual({ mean: 0.5, interval: [0.5, 0.5] });
    expect(() => confirmSummary(study, [{ trial: 77, seed: 1, value: 1 }])).toThrow(/trial 77/);
    expect(() => confirmSummary(study, undefined as never)).toThrow("confirmPlan(study)");
    expect(() => confirmSummary(study, runs, { level: 90 })).toThrow("level is 90.");
  });
});

describe("replicates", () => {
  it("pools the variance within points", () => {
    const space = compileSpace({ x: float(0, 1) });
    const trials = [
      [0.1, 1],
      [0.2, 10],
      [0.1, 3],
      [0.2, 11],
      [0.2, 12],
      [0.3, 5],
    ].map(([x, value], number) => told(number, { x: x! }, value!));
    const found = replicates(viewOf(space, trials));
    expect(found.groups.map(({ trials: numbers }) => numbers)).toEqual([[0, 2], [1, 3, 4], [5]]);
    expect(found.groups.map(({ mean }) => mean)).toEqual([2, 11, 5]);
    // (2 + 2) / (1 + 2)
    expect(found.noiseVariance).toBeCloseTo(4 / 3, 12);
    expect(found.degrees).toBe(3);
    expect(replicates(viewOf(space, [])).noiseVariance).toBeUndefined();
  });

  it("looks into trials that trained several times", () => {
    const space = compileSpace({ x: float(0, 1) });
    const notes = { replicates: [{ value: 1 }, { value: 3 }] };
    const trials = [told(0, { x: 0.1 }, 2, { notes }), told(1, { x: 0.1 }, 5)];
    const [group] = replicates(viewOf(space, trials)).groups;
    expect(group).toMatchObject({ trials: [0, 1], trainings: 3, mean: 3, variance: 4 });
  });
});
