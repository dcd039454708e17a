import { describe, expect, it } from "vitest";
import {
  crossValidate,
  float,
  int,
  maximize,
  openStudy,
  progress,
  tuners,
} from "../../../lib/core.ts";
import { analysis } from "../../../lib/core.ts";
import { compileSpace } from "../../../lib/space/compile.ts";
import { bindProgress, progressOf, silent } from "../../../lib/study/progress.ts";
import { inOneGo, inSteps } from "../../../lib/study/progress-steps.ts";
import { dataset } from "../../../lib/tensorflow/dataset.ts";
import { progressContract } from "../../contracts/progress.ts";
import { recordingProgress } from "./recording-progress.ts";

const rows = Array.from({ length: 40 }, (_, row) => [row % 7, row % 3]);
const labels = rows.map(([a = 0]) => (a > 3 ? 1 : 0));

/** Learns nothing and says 0. */
const constant = () => ({ fit: () => undefined, predict: (x: unknown[]) => x.map(() => 0) });

async function triedStudy(trials = 30) {
  const study = await openStudy({
    space: { x: float(0, 1), y: float(0, 1), z: int(1, 5) },
    seed: 1,
    tuner: tuners.random(),
  });
  await study.optimize(({ params }) => params.x + params.y ** 2, { until: { trials } });
  return study;
}

describe("long work", async () => {
  const study = await triedStudy();
  const many = await triedStudy(80);

  progressContract("a cross-validation", {
    total: 5,
    async run(option) {
      const { scores } = await crossValidate(constant as never, rows, labels, {
        folds: 5,
        progress: option,
      });
      return scores;
    },
  });

  progressContract("a race", {
    total: 4,
    run: (option) =>
      analysis.race({
        space: compileSpace({ x: float(0, 1) }),
        objective: ({ params }) => params.x,
        tuners: { random: tuners.random(), quasi: tuners.quasiRandom() },
        trials: 12,
        initial: 4,
        seeds: 2,
        progress: option,
      }),
  });

  progressContract("a confirmation", {
    total: 6,
    async run(option) {
      const again = await triedStudy();
      return again.confirm({
        top: 3,
        seeds: 2,
        train: ({ params }) => params.x,
        progress: option,
      });
    },
  });

  for (const method of ["fanova", "permutation"] as const)
    progressContract(`importance by ${method}`, {
      total: 64,
      inOneGo: true,
      run: (option) => analysis.importance(study as never, { method, progress: option }),
    });

  progressContract("the space's linter", {
    total: 192,
    inOneGo: true,
    run: (option) => analysis.lintSpace(many as never, { progress: option }),
  });

  progressContract("the terminator", {
    total: undefined,
    inOneGo: true,
    run: (option) => analysis.terminator(study as never, { progress: option }),
  });

  it("importance reports at least ten times, so that a bar can move", () => {
    const { progress: to, jobs } = recordingProgress();
    analysis.importance(study as never, { method: "fanova", pairs: true, progress: to });
    expect(jobs[0]!.reports.length).toBeGreaterThanOrEqual(10);
  });

  progressContract("maximize without a panel", {
    total: 8,
    async run(option) {
      const { results } = await maximize(
        ({ x }) => x,
        { x: [1, 2, 3, 4, 5, 6, 7, 8] },
        { panel: false, trials: 8, seed: 1, progress: option },
      );
      return results;
    },
  });

  progressContract("a data set", {
    total: 40,
    inOneGo: true,
    run: (option) => dataset(rows, labels, { name: "flowers", progress: option }),
  });

  it("a race has a line for each of its studies, within its own", async () => {
    const { progress: to, jobs } = recordingProgress();
    await analysis.race({
      space: compileSpace({ x: float(0, 1) }),
      objective: ({ params }) => params.x,
      tuners: { random: tuners.random() },
      trials: 6,
      initial: 2,
      seeds: [3, 4],
      progress: to,
    });
    expect(jobs.map(({ plan }) => [plan.label, plan.total])).toEqual([
      ["Race of 1 tuner", 2],
      ["random, seed 3", 6],
      ["random, seed 4", 6],
    ]);
    expect(jobs.slice(1).every(({ within }) => within === jobs[0])).toBe(true);
  });

  it("is silent as a part of a trial, which has its own reports", async () => {
    const { progress: to, jobs } = recordingProgress();
    bindProgress(to);
    try {
      const trial = { report: async () => undefined, signal: new AbortController().signal };
      await crossValidate(constant as never, rows, labels, { trial: trial as never });
      expect(jobs).toEqual([]);
      await crossValidate(constant as never, rows, labels);
      expect(jobs).toHaveLength(1);
    } finally {
      bindProgress(silent);
    }
  });

  it("ends its job with the error that it throws", async () => {
    const { progress: to, jobs } = recordingProgress();
    const broken = () => ({
      fit() {
        throw new Error("no such kernel");
      },
      predict: () => [],
    });
    const run = crossValidate(broken as never, rows, labels, { progress: to });
    await expect(run).rejects.toThrow("no such kernel");
    expect(jobs).toMatchObject([{ end: "fail", error: { message: "no such kernel" } }]);
  });
});

describe("who shows a job", () => {
  it("is nobody in the core, a user's own Progress, or what was bound", () => {
    const { progress: to } = recordingProgress();
    expect(progressOf(undefined)).toBe(silent);
    expect(progressOf(to)).toBe(to);
    bindProgress(to);
    expect(progressOf(undefined)).toBe(to);
    expect(progressOf(true)).toBe(to);
    expect(progressOf(false)).toBe(silent);
    bindProgress(silent);
  });
});

describe("steps", () => {
  it("let a timer in before long, so that Stop and panels work", async () => {
    const timer = { ticked: false };
    setTimeout(() => (timer.ticked = true), 1);
    let steps = 0;
    await inSteps(false, { label: "Counting" }, async ({ step }) => {
      // Far more steps than a breath takes.
      while (!timer.ticked && steps < 1e7) await step(++steps);
    });
    expect(timer.ticked).toBe(true);
  });

  it("end with the signal's reason before the work begins, where it aborted already", async () => {
    const reason = new Error("enough");
    const { progress: to, jobs } = recordingProgress();
    let began = false;
    const work = inSteps(to, { label: "Nothing" }, async () => (began = true), [
      AbortSignal.abort(reason),
    ]);
    await expect(work).rejects.toBe(reason);
    expect(began).toBe(false);
    expect(jobs).toMatchObject([{ end: "fail", error: reason }]);
  });

  it("in one go: what is thrown is thrown on", () => {
    const { progress: to, jobs } = recordingProgress();
    const error = new RangeError("too many");
    expect(() =>
      inOneGo(to, { label: "Sum" }, () => {
        throw error;
      }),
    ).toThrow(error);
    expect(jobs).toMatchObject([{ end: "fail", error }]);
  });
});

describe("progress(items)", () => {
  it("gives every item in order, and reports each after its round", async () => {
    const { progress: to, jobs } = recordingProgress();
    const seen: number[] = [];
    for await (const item of progress([5, 6, 7], { label: "Folds", unit: "fold", progress: to })) {
      expect(jobs[0]!.reports).toHaveLength(seen.length);
      seen.push(item);
    }
    expect(seen).toEqual([5, 6, 7]);
    expect(jobs).toMatchObject([
      {
        plan: { label: "Folds", unit: "fold", total: 3 },
        reports: [{ done: 1 }, { done: 2 }, { done: 3 }],
        end: "end",
      },
    ]);
  });

  it.each([3, undefined, null, {}, "abc"])("refuses %o, and says what it takes", (given) => {
    expect(() => progress(given as never)).toThrow("Give what a loop goes through");
  });

  it("works in a plain for as well", () => {
    const { progress: to, jobs } = recordingProgress();
    expect([...progress(new Set(["a", "b"]), { progress: to })]).toEqual(["a", "b"]);
    expect(jobs).toMatchObject([{ plan: { label: "Loop", total: 2 }, end: "end" }]);
  });

  it("takes what is asynchronous, and what has no length", async () => {
    const { progress: to, jobs } = recordingProgress();
    async function* numbers() {
      yield 1;
      yield 2;
    }
    const seen: number[] = [];
    for await (const item of progress(numbers(), { progress: to, total: 2 })) seen.push(item);
    for (const item of progress([3, 4].values(), { progress: to })) seen.push(item);
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(jobs.map(({ plan }) => plan.total)).toEqual([2, undefined]);
  });

  it("ends after a break, and when the loop's body throws", async () => {
    const { progress: to, jobs } = recordingProgress();
    for await (const item of progress([1, 2, 3], { progress: to })) if (item === 2) break;
    const loop = async () => {
      for await (const item of progress([1, 2, 3], { progress: to }))
        if (item === 2) throw new Error("body");
    };
    await expect(loop()).rejects.toThrow("body");
    expect(jobs).toMatchObject([
      { reports: [{ done: 1 }], end: "end" },
      { reports: [{ done: 1 }], end: "end" },
    ]);
  });

  it("fails with what its items throw", async () => {
    const { progress: to, jobs } = recordingProgress();
    async function* broken() {
      yield 1;
      throw new Error("the source ran dry");
    }
    const loop = async () => {
      for await (const item of progress(broken(), { progress: to })) expect(item).toBe(1);
    };
    await expect(loop()).rejects.toThrow("ran dry");
    expect(jobs).toMatchObject([{ end: "fail", error: { message: "the source ran dry" } }]);
  });

  it("stops before the next item when the user stops it", async () => {
    const stop = new AbortController();
    const { progress: to, jobs } = recordingProgress(stop.signal);
    const seen: number[] = [];
    const loop = async () => {
      for await (const item of progress([1, 2, 3], { progress: to })) {
        seen.push(item);
        if (item === 2) stop.abort(new Error("Stopped by the user"));
      }
    };
    await expect(loop()).rejects.toThrow("Stopped by the user");
    expect(seen).toEqual([1, 2]);
    expect(jobs).toMatchObject([{ end: "fail" }]);
  });
});
