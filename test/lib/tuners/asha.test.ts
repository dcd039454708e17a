import { describe, expect, it } from "vitest";
import { simulate } from "../../../lib/study/simulate.ts";
import { TunerError } from "../../../lib/study/errors.ts";
import type { TrialRecord } from "../../../lib/study/trial-record.ts";
import type { TunerSpec } from "../../../lib/study/tuner.ts";
import { asha } from "../../../lib/tuners/asha.ts";
import { random } from "../../../lib/tuners/random.ts";
import { trialRecord } from "../../contracts/trials.ts";
import { tunerContract } from "../../contracts/tuner.ts";
import { curve, epochsOf, line, reachedOf } from "./curves.ts";

tunerContract({ name: "asha", make: () => asha({ maxResource: 9 }) });

const steps = [1, 3, 9, 27];
const rungs = () => asha({ tuner: random(), maxResource: 27, reductionFactor: 3 });

/** Algorithm 2 of the paper, one worker, for trials whose losses at the rungs are given. */
function paperEpochs(losses: readonly (readonly number[])[], factor: number): number[] {
  const came: number[][] = steps.map(() => []);
  const left: Set<number>[] = steps.map(() => new Set());
  let begun = 0;
  for (;;) {
    let job: { trial: number; rung: number } | undefined;
    for (let rung = steps.length - 2; rung >= 0 && job === undefined; rung--) {
      const sorted = came[rung]!.toSorted((a, b) => losses[a]![rung]! - losses[b]![rung]!);
      const top = sorted.slice(0, Math.floor(sorted.length / factor));
      const trial = top.find((each) => !left[rung]!.has(each));
      if (trial === undefined) continue;
      left[rung]!.add(trial);
      job = { trial, rung: rung + 1 };
    }
    if (job === undefined) {
      if (begun === losses.length) break;
      job = { trial: begun++, rung: 0 };
    }
    came[job.rung]!.push(job.trial);
  }
  return came.map((trials) => trials.length);
}

describe("asha trains as many epochs as theory says", () => {
  it("in the order that theory has it, the best first: one in three goes on from each rung", async () => {
    for (const running of [1, 8]) {
      const { trials } = await simulate({
        space: line,
        tuner: rungs(),
        objective: ({ number }) => ({ curve: Array.from({ length: 27 }, () => number) }),
        trials: 81,
        running,
      });
      expect(reachedOf(trials, steps)).toEqual([81, 27, 9, 3]);
      const schedule = rungs().schedule(81);
      expect(schedule.brackets[0]?.rungs.map((rung) => rung.trials)).toEqual([81, 27, 9, 3]);
      expect(epochsOf(trials)).toBe(schedule.epochs);
      expect(schedule.epochs).toBe(81 * 1 + 27 * 2 + 9 * 6 + 3 * 18);
      expect(schedule.fullEpochs).toBe(81 * 27);
    }
  });

  it("in any order, one trial at a time: as the paper's algorithm does", async () => {
    for (let seed = 0; seed < 12; seed++) {
      const curves = Array.from({ length: 60 }, (_, number) =>
        curve(((number * 37 + seed) % 60) / 60, 100 * seed + number, 27),
      );
      const { trials } = await simulate({
        space: line,
        tuner: rungs(),
        objective: ({ number }) => ({ curve: curves[number]! }),
        trials: 60,
        seed,
      });
      const losses = curves.map((values) => steps.map((step) => values[step - 1]!));
      expect(reachedOf(trials, steps)).toEqual(paperEpochs(losses, 3));
    }
  });

  it("with eight at once: each trial stands at a rung or is complete, and none is left that should go on", async () => {
    const tuner = rungs();
    const study = await simulate({
      space: line,
      tuner,
      objective: ({ params, seed }) => ({ curve: curve(params.x, seed, 27) }),
      trials: 60,
      running: 8,
    });
    for (const { state, reports } of study.trials) {
      expect(state).toBe(reports.length === 27 ? "complete" : "paused");
      expect(steps).toContain(reports.length);
    }
    const reached = reachedOf(study.trials, steps);
    const epochs = steps.map((step, rung) => reached[rung]! * (step - (steps[rung - 1] ?? 0)));
    expect(epochsOf(study.trials)).toBe(epochs.reduce((sum, each) => sum + each));
    for (let rung = 0; rung < 3; rung++) {
      const least = Math.floor(reached[rung]! / 3);
      expect(reached[rung + 1]).toBeGreaterThanOrEqual(least);
    }
    expect(study.tuner.promote?.({ ...study.context, trials: study.trials })).toBeUndefined();
  });

  it("goes the mirrored way where the objective is maximized", async () => {
    const play = (sign: 1 | -1) =>
      simulate({
        space: line,
        tuner: rungs(),
        objectives: { score: sign === 1 ? "minimize" : "maximize" },
        objective: ({ params, number }) => ({
          curve: curve(params.x, number, 27).map((value) => sign * value),
        }),
        trials: 30,
        running: 3,
      });
    const [one, other] = await Promise.all([play(1), play(-1)]);
    expect(other!.trials.map(({ reports }) => reports.length)).toEqual(
      one!.trials.map(({ reports }) => reports.length),
    );
  });
});

/** Trials that stand at the first rung, with these losses. */
function paused(...losses: number[]): TrialRecord[] {
  return losses.map((value, number) =>
    trialRecord(number, { state: "paused", value, reports: [{ step: 1, value, at: 0 }] }),
  );
}

describe("asha promotes", () => {
  const context = { space: line, objectives: { loss: "minimize" as const }, seed: 1 };
  const promoted = (trials: TrialRecord[]) =>
    rungs()
      .create(context)
      .promote?.({ ...context, trials });

  it("nobody before one in three can go on, then the best, of equal ones the earlier", () => {
    expect(promoted(paused(3, 1))).toBeUndefined();
    expect(promoted(paused(3, 1, 2))).toBe(1);
    expect(promoted(paused(3, 1, 1))).toBe(1);
  });

  it("from the highest rung first", () => {
    const trials = paused(1, 2, 3, 4, 5, 6, 7, 8, 9);
    expect(promoted(trials)).toBe(0);
    for (const number of [3, 4, 5]) {
      const reports = [1, 3].map((step) => ({ step, value: number, at: 0 }));
      trials[number] = { ...trials[number]!, reports };
    }
    expect(promoted(trials)).toBe(3);
  });

  it("counts who went on, failed or was interrupted afterwards, and promotes none of them", () => {
    for (const state of ["running", "failed", "interrupted", "pruned"] as const) {
      const trials = paused(3, 1, 2);
      trials[1] = { ...trials[1]!, state };
      expect(promoted(trials)).toBeUndefined();
      // With six at the rung there are two places, of which it holds one.
      expect(
        promoted([...trials, ...paused(5, 6, 7)].map((trial, number) => ({ ...trial, number }))),
      ).toBe(2);
    }
  });

  it("alike whether it followed the study or is new to it", async () => {
    let promotions = 0;
    const following: TunerSpec = {
      ...rungs(),
      create(bound) {
        const tuner = rungs().create(bound);
        const promote = tuner.promote!.bind(tuner);
        return Object.assign(tuner, {
          promote(now: Parameters<typeof promote>[0]) {
            const said = promote(now);
            expect(rungs().create(bound).promote?.(now)).toBe(said);
            if (said !== undefined) promotions++;
            return said;
          },
        });
      },
    };
    await simulate({
      space: line,
      tuner: following,
      objective({ params, seed, number }) {
        if (number % 11 === 5) throw new Error("no");
        return { curve: curve(params.x, seed, number % 13 === 4 ? 5 : 27) };
      },
      trials: 100,
      running: 6,
    });
    expect(promotions).toBeGreaterThan(40);
  });

  it("does not count who failed before the rung, or reported NaN", () => {
    const trials = paused(3, 1, 2);
    trials[2] = trialRecord(2, { state: "failed" });
    expect(promoted(trials)).toBeUndefined();
    trials[2] = trialRecord(2, { state: "pruned", reports: [{ step: 1, value: NaN, at: 0 }] });
    expect(promoted(trials)).toBeUndefined();
  });

  it("takes the first report past a rung where steps skip it", () => {
    const trials = paused(3, 1, 2).map((trial) => ({
      ...trial,
      reports: trial.reports.map((report) => ({ ...report, step: 2 })),
    }));
    expect(promoted(trials)).toBe(1);
  });
});

describe("asha's inner tuner", () => {
  it("chooses the points, is told of every end, and takes what is paused for stopped early", async () => {
    const seen: string[][] = [];
    const told: number[] = [];
    const inner: TunerSpec = {
      name: "inner",
      create: () => ({
        name: "inner",
        ask({ trials, number }) {
          seen.push(trials.map(({ state }) => state));
          return number < 4 ? { x: number / 10 } : undefined;
        },
        tell: ({ number }) => void told.push(number),
        state: () => ({ asked: seen.length }),
      }),
    };
    const { trials, tuner } = await simulate({
      space: line,
      tuner: asha({ tuner: inner, maxResource: 3, reductionFactor: 3 }),
      objective: ({ params }) => ({ curve: [params.x, params.x, params.x] }),
      trials: 9,
    });
    expect(trials.map(({ point }) => point["x"])).toEqual([0, 0.1, 0.2, 0.3]);
    expect(seen[3]).toEqual(["complete", "pruned", "pruned"]);
    expect(told).toEqual([0, 1, 2, 0, 3]);
    expect(tuner.state?.()).toEqual({ asked: 5 });
    expect(
      rungs().create({ space: line, objectives: { a: "minimize" }, seed: 1 }).state,
    ).toBeUndefined();
  });
});

describe("asha's pruner", () => {
  const pruner = rungs().pruner!;
  const verdict = (...at: number[]) => {
    const trial = trialRecord(0, { reports: at.map((step) => ({ step, value: 0, at: 0 })) });
    return pruner.prune(trial, { trials: [trial], direction: "minimize" });
  };

  it("pauses at each rung, once, and not at the highest", () => {
    const all = Array.from({ length: 27 }, (_, index) => index + 1);
    const pauses = all.filter((step) => verdict(...all.slice(0, step)) === "pause");
    expect(pauses).toEqual([1, 3, 9]);
    expect(verdict(2)).toBe("pause");
    expect(verdict(2, 4)).toBe("pause");
    expect(verdict(2, 4, 6, 8)).toBe(false);
    expect(verdict(8, 30)).toBe(false);
  });
});

describe("asha explains", () => {
  it("where a trial stood when it went on, and where it stands", async () => {
    const { tuner, context, trials } = await simulate({
      space: line,
      tuner: rungs(),
      objective: ({ number }) => ({ curve: Array.from({ length: 27 }, () => 10 - number) }),
      trials: 6,
    });
    const explained = tuner.explain?.(trials[2]!, { ...context, trials }) as {
      rungs: Record<string, unknown>[];
    };
    // It was the best of three, and three better ones came.
    expect(explained.rungs[0]).toEqual({
      rung: 0,
      epoch: 1,
      rank: 4,
      of: 6,
      places: 2,
      promoted: { rank: 1, of: 3 },
    });
  });
});

describe("asha refuses", () => {
  it("options that cannot be, and several objectives", () => {
    expect(() => asha({} as never)).toThrow(/needs maxResource.*asha\(\{ maxResource: 27 \}\)/);
    expect(() => asha({ maxResource: 3, minResource: 4 })).toThrow(/maxResource is 3/);
    expect(() => asha({ maxResource: 9, reductionFactor: 1 })).toThrow(/reductionFactor is 1/);
    expect(() => asha({ maxResource: 9, eta: 3 } as never)).toThrow(/no option "eta"/);
    const several = { loss: "minimize", size: "minimize" } as const;
    expect(() =>
      asha({ maxResource: 9 }).create({ space: line, objectives: several, seed: 1 }),
    ).toThrow(TunerError);
  });
});
