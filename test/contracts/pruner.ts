import { describe, expect, it } from "vitest";
import { randomStream } from "../../lib/math/random.ts";
import type { Direction } from "../../lib/study/observer.ts";
import type { Pruner } from "../../lib/study/pruner.ts";
import type { Report, TrialRecord } from "../../lib/study/trial-record.ts";
import { reportsOf, trialRecord } from "./trials.ts";

/** What a pruner's test says of it. */
export interface PrunerContract {
  readonly name: string;
  /** A fresh one with its defaults. */
  readonly make: () => Pruner;
  /** Whether it ever stops a trial that is far worse than twenty complete ones. Default true. */
  readonly prunes?: boolean;
  /** Whether it judges a trial by its own reports alone, whatever others did. Default false. */
  readonly alone?: boolean;
  /** Whether it asks for the direction of the study. Default true. */
  readonly directed?: boolean;
}

/** The contract of every pruner: a new one is one file, and one test that calls this. */
export function prunerContract(contract: PrunerContract): void {
  const { name, make, prunes = true, alone = false, directed = true } = contract;

  describe(`${name} keeps the contract of pruners`, () => {
    it("says its name", () => {
      expect(make().name).toBe(name);
    });

    if (alone) {
      it("judges a trial alike, whatever others did", () => {
        const pruner = make();
        for (const { trial, trials } of situations()) {
          const verdict = pruner.prune(trial, { trials, direction: "minimize" });
          expect(pruner.prune(trial, { trials: [trial], direction: "minimize" })).toBe(verdict);
        }
      });
    } else
      it("never stops the first trial, nor one of several running beside it", () => {
        const pruner = make();
        for (const values of [[1], [1, 2, 3], [1e9], [NaN], [Infinity], [-Infinity, 5]]) {
          for (const direction of ["minimize", "maximize"] as const) {
            const trial = trialRecord(2, { reports: reportsOf(...values) });
            const others = [0, 1].map((number) =>
              trialRecord(number, { reports: reportsOf(0, 0, 0, 0) }),
            );
            expect(pruner.prune(trial, { trials: [trial], direction })).toBe(false);
            expect(pruner.prune(trial, { trials: [...others, trial], direction })).toBe(false);
          }
        }
      });

    it("never stops a trial that has not reported", () => {
      const trials = history(30);
      const trial = trialRecord(30);
      for (const direction of ["minimize", "maximize"] as const) {
        expect(make().prune(trial, { trials: [...trials, trial], direction })).toBe(false);
      }
    });

    it("gives the same verdict on the same history, from a fresh one too, and changes nothing", () => {
      const pruner = make();
      for (const { trial, trials } of situations()) {
        const before = JSON.stringify(trials);
        const verdict = pruner.prune(trial, { trials, direction: "minimize" });
        expect(pruner.prune(trial, { trials, direction: "minimize" })).toBe(verdict);
        expect(make().prune(trial, { trials, direction: "minimize" })).toBe(verdict);
        expect(JSON.stringify(trials)).toBe(before);
      }
    });

    if (directed)
      it("judges a mirrored study alike", () => {
        const pruner = make();
        for (const { trial, trials } of situations()) {
          const mirrored = trials.map(mirror);
          const there = mirrored.find(({ number }) => number === trial.number) as TrialRecord;
          expect(pruner.prune(there, { trials: mirrored, direction: "maximize" })).toBe(
            pruner.prune(trial, { trials, direction: "minimize" }),
          );
        }
      });

    it(prunes ? "stops a trial that is far worse than twenty" : "never stops one", () => {
      const verdicts = (["minimize", "maximize"] as const).flatMap((direction) =>
        [1, 2, 3, 4].map((steps) => worst(make(), direction, steps)),
      );
      expect(verdicts.some(Boolean)).toBe(prunes);
    });
  });
}

/** The verdict on a trial whose every report is far worse than those of twenty complete ones, and grows worse. */
function worst(pruner: Pruner, direction: Direction, steps: number): boolean | "pause" {
  const bad = direction === "minimize" ? 1e3 : -1e3;
  const trials = Array.from({ length: 20 }, (_, number) =>
    trialRecord(number, {
      state: "complete",
      value: number,
      values: { loss: number },
      reports: reportsOf(number, number, number, number),
    }),
  );
  const values = Array.from({ length: steps }, (_, index) => bad * (index + 1));
  const trial = trialRecord(20, { reports: reportsOf(...values) });
  return pruner.prune(trial, { trials: [...trials, trial], direction });
}

/** Learning curves of trials in every state. */
function history(count: number): TrialRecord[] {
  const random = randomStream(8);
  const states = ["complete", "complete", "complete", "pruned", "failed", "interrupted"] as const;
  return Array.from({ length: count }, (_, number) => {
    const level = random.uniform();
    const reports = reportsOf(
      ...Array.from({ length: random.int(1, 6) }, (_, step) => level + 1 / (step + 1)),
    );
    const state = states[random.int(0, states.length - 1)] ?? "complete";
    const value = reports.at(-1)?.value;
    return trialRecord(number, {
      state,
      reports,
      ...(state === "complete" ? { value, values: { loss: value as number } } : {}),
    });
  });
}

/** Running trials at various points of various histories, some with NaN among the reports. */
function situations(): { trial: TrialRecord; trials: TrialRecord[] }[] {
  const random = randomStream(12);
  return Array.from({ length: 60 }, (_, index) => {
    const before = history(index);
    const values = Array.from({ length: random.int(1, 6) }, () =>
      random.uniform() < 0.1 ? NaN : 3 * random.uniform(),
    );
    const trial = trialRecord(index, { reports: reportsOf(...values) });
    return { trial, trials: [...before, trial] };
  });
}

function mirror(trial: TrialRecord): TrialRecord {
  const value = trial.value === undefined ? undefined : -trial.value;
  const reports: Report[] = trial.reports.map((report) => ({ ...report, value: -report.value }));
  return {
    ...trial,
    reports,
    value,
    values: value === undefined ? undefined : { loss: value },
  };
}
