import { describe, expect, it } from "vitest";
import { compileSpace } from "../../../lib/space/compile.ts";
import { float } from "../../../lib/space/parameters.ts";
import { simulate, type SimulatedStudy } from "../../../lib/study/simulate.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import { bohb } from "../../../lib/tuners/bohb.ts";
import { hyperband } from "../../../lib/tuners/hyperband.ts";
import { randomStream } from "../../../lib/math/random.ts";
import { reportsOf, trialRecord } from "../../contracts/trials.ts";
import { tunerContract } from "../../contracts/tuner.ts";
import { curve, epochsOf, line } from "./curves.ts";

tunerContract({
  name: "bohb",
  make: ({ size }) => bohb({ maxResource: size === 3 ? 9 : 27 }),
});

interface Why {
  readonly bracket: number;
  readonly point:
    | { phase: "random" }
    | {
        phase: "model";
        budget: number;
        model: { phase: string; good: number[]; finished: number };
      };
}

function why({ tuner, context, trials }: SimulatedStudy, number: number): Why {
  const trial = trials[number]!;
  return tuner.explain?.(trial, { ...context, trials }) as unknown as Why;
}

function play(options: Partial<Parameters<typeof bohb>[0]> = {}, running = 1) {
  return simulate({
    space: line,
    tuner: bohb({ maxResource: 27, ...options }),
    objective: ({ params, seed }) => ({ curve: curve(Math.abs(params.x - 0.7), seed, 27) }),
    trials: 1000,
    running,
    seed: 5,
  });
}

describe("bohb", () => {
  it("keeps Hyperband's schedule to the epoch", async () => {
    for (const running of [1, 8]) {
      const { schedule } = bohb({ maxResource: 27 });
      expect(schedule.brackets).toEqual(hyperband({ maxResource: 27 }).schedule.brackets);
      const study = await play({}, running);
      expect(study.trials.length).toBe(schedule.trials);
      expect(epochsOf(study.trials)).toBe(schedule.epochs);
    }
  });

  it("draws at random until a budget holds one trial for each parameter and three more", async () => {
    const study = await play({ randomFraction: 0 });
    const phases = study.trials.map(({ number }) => why(study, number).point.phase);
    expect(phases.slice(0, 4)).toEqual(["random", "random", "random", "random"]);
    expect(phases.slice(4).every((phase) => phase === "model")).toBe(true);
  });

  it("models the highest budget that holds enough", async () => {
    const study = await play({ randomFraction: 0 });
    for (let number = 4; number < study.trials.length; number++) {
      const { point } = why(study, number);
      if (point.phase !== "model") throw new Error("not by a model");
      // Of the first bracket's 27 trials 9 came to epoch 3, 3 to 9 and one to 27.
      if (number < 27) expect(point.budget).toBe(1);
      if (number === 27) expect(point.budget).toBe(3);
      // The second bracket's four at epoch 9 make seven with the first's three, and one of each is complete.
      if (number === 39) expect(point.budget).toBe(9);
    }
    const last = why(study, study.trials.length - 1).point;
    expect(last.phase === "model" && last.budget).toBe(27);
  });

  it("draws a third of its points at random, or as many as it is told", async () => {
    const share = async (randomFraction?: number) => {
      const study = await play({
        ...(randomFraction !== undefined && { randomFraction }),
        rounds: 6,
      });
      const later = study.trials.slice(30).map(({ number }) => why(study, number).point.phase);
      return later.filter((phase) => phase === "random").length / later.length;
    };
    expect(Math.abs((await share()) - 1 / 3)).toBeLessThan(0.1);
    expect(await share(1)).toBe(1);
    expect(await share(0)).toBe(0);
  });

  it("compares trials by what they reported at the budget, not by where they ended", async () => {
    const context = { space: line, objectives: { loss: "maximize" as const }, seed: 1 };
    const tuner = bohb({ maxResource: 9, randomFraction: 0, startupTrials: 10 }).create(context);
    // Trial 3 leads at the first epoch; trial 5, which went on, is better than that at its end.
    const trials: TrialRecord[] = Array.from({ length: 10 }, (_, number) =>
      trialRecord(number, {
        state: number === 5 ? "complete" : "paused",
        point: { x: number / 10 },
        ...(number === 5 && { value: 99, values: { loss: 99 } }),
        reports: number === 5 ? reportsOf(0, 50, 99) : reportsOf(number === 3 ? 9 : 1),
      }),
    );
    const asked = { ...context, number: 10, trials, random: randomStream(1, 10) };
    await tuner.ask(asked);
    const explained = tuner.explain?.(trialRecord(10), { ...context, trials }) as unknown as Why;
    expect(explained.point).toMatchObject({ phase: "model", budget: 1, model: { good: [3] } });
  });

  it("hears at a budget only of those who came there, or are running", async () => {
    const context = { space: line, objectives: { loss: "minimize" as const }, seed: 1 };
    const tuner = bohb({ maxResource: 27, randomFraction: 0, startupTrials: 4 }).create(context);
    const states = ["paused", "pruned", "failed", "interrupted", "running", "complete"] as const;
    const trials: TrialRecord[] = Array.from({ length: 24 }, (_, number) => {
      const state = states[number % 6]!;
      const there = number % 6 === 0 || number % 6 === 5;
      return trialRecord(number, {
        state,
        point: { x: number / 24 },
        reports: there ? reportsOf(1, 1, number) : state === "failed" ? [] : reportsOf(1),
      });
    });
    await tuner.ask({ ...context, number: 24, trials, random: randomStream(1, 24) });
    const explained = tuner.explain?.(trialRecord(24), { ...context, trials }) as unknown as {
      point: { budget: number; model: { good: number[]; bad: number[] } };
    };
    const { budget, model } = explained.point;
    expect(budget).toBe(3);
    const running = [4, 10, 16, 22];
    const came = [0, 5, 6, 11, 12, 17, 18, 23];
    expect([...model.good, ...model.bad].toSorted((one, other) => one - other)).toEqual(
      [...came, ...running].toSorted((one, other) => one - other),
    );
    expect(model.good).toEqual([0]);
  });

  it("finds better points than Hyperband with the same epochs, over twenty seeds", async () => {
    const four = compileSpace({ a: float(0, 1), b: float(0, 1), c: float(0, 1), d: float(0, 1) });
    const best = async (make: typeof bohb | typeof hyperband, seed: number) => {
      const { best: found } = await simulate({
        space: four,
        tuner: make({ maxResource: 27, rounds: 2 }),
        objective: ({ params: { a, b, c, d } }) => {
          const level = (a - 0.7) ** 2 + (b - 0.2) ** 2 + (c - 0.5) ** 2 + (d - 0.9) ** 2;
          return { curve: Array.from({ length: 27 }, (_, epoch) => level + 1 / (epoch + 1)) };
        },
        trials: 1000,
        seed,
      });
      return found!.value!;
    };
    let wins = 0;
    for (let seed = 0; seed < 20; seed++) {
      if ((await best(bohb, seed)) < (await best(hyperband, seed))) wins++;
    }
    // By chance alone 15 of 20 come in 2 of a hundred.
    expect(wins).toBeGreaterThanOrEqual(15);
  });

  it("refuses options that cannot be", () => {
    expect(() => bohb({ maxResource: 9, randomFraction: 2 })).toThrow(/randomFraction is 2/);
    expect(() => bohb({ maxResource: 9, startupTrials: 0 })).toThrow(/startupTrials is 0/);
    expect(() => bohb({ maxResource: 9, tuner: 1 } as never)).toThrow(/no option "tuner"/);
  });
});
