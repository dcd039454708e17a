import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { threshold } from "../../../lib/pruners/threshold.ts";
import { StudyError } from "../../../lib/study/errors.ts";
import type { Trial } from "../../../lib/study/trial.ts";
import { open } from "./open.ts";

let said: string[];
let lost: unknown[];
const lose = (reason: unknown) => void lost.push(reason);
beforeEach(() => {
  said = [];
  lost = [];
  vi.spyOn(console, "warn").mockImplementation((text) => void said.push(String(text)));
  process.on("unhandledRejection", lose);
});
afterEach(() => {
  process.off("unhandledRejection", lose);
  vi.restoreAllMocks();
});

const pruner = threshold({ upper: 0.5 });
const run = async (objective: (trial: Trial) => number | Promise<number>) => {
  const study = await open({ pruner });
  await study.optimize(objective, { until: { trials: 4 }, concurrency: 2 });
  // Node tells of rejections that nobody awaited before anything else has its turn.
  await new Promise(setImmediate);
  return study.trials.map(({ state }) => state);
};
const told = (trial: number, step: number) =>
  `Trial ${trial} went on to its end, though the pruner had stopped it at step ${step}. Write await trial.report(value, step) in the objective, and let pass the TrialPruned that it throws: else no trial ends early.`;

it("a report that nobody awaits is told once, and is no error of its own", async () => {
  const states = await run(async (trial) => {
    for (let step = 1; step <= 5; step++) {
      void trial.report(step === 1 ? 0 : 1, step);
      await new Promise(setImmediate);
    }
    return 1;
  });
  expect(states).toEqual(Array(4).fill("complete"));
  expect(said).toEqual([told(0, 2)]);
  expect(lost).toEqual([]);
});

it("so is one whose verdict is swallowed", async () => {
  await run((trial) => trial.report(1, 1).then(Number, () => 1));
  expect(said).toEqual([told(0, 1)]);
});

it("nothing is told of objectives that end there, or ask for the verdict", async () => {
  const states = await run(async (trial) => {
    await trial.report(1, 1);
    return 1;
  });
  expect(states).toEqual(Array(4).fill("pruned"));
  await run(async (trial) => Number((await trial.report(1, 1, { throw: false })).prune));
  expect(said).toEqual([]);
});

it("a report that is refused is lost to nobody", async () => {
  await run(async (trial) => {
    void trial.report(0, 2);
    void trial.report(0, 1);
    await new Promise(setImmediate);
    return 0;
  });
  expect(lost).toHaveLength(4);
  expect(lost[0]).toBeInstanceOf(StudyError);
});
