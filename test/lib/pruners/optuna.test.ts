import { describe, expect, it } from "vitest";
import { pruners } from "../../../lib/pruners/index.ts";
import type { Direction } from "../../../lib/study/observer.ts";
import type { Pruner } from "../../../lib/study/pruner.ts";
import type { TrialRecord, TrialState } from "../../../lib/study/trial-record.ts";
import { trialRecord } from "../../contracts/trials.ts";
import studies from "./fixtures/verdicts.json" with { type: "json" };

type Report = readonly [trial: number, step: number, value: number | null, verdict: 0 | 1];
type End = readonly [trial: number, state: TrialState | "fail", value: number | null];

interface Played {
  readonly pruner: string;
  readonly options: Record<string, unknown>;
  readonly study: string;
  readonly direction: Direction;
  readonly events: readonly (Report | End)[];
}

function make({ pruner, options }: Played): Pruner {
  const wrapped = options["pruner"];
  const all = pruners as unknown as Record<string, (options: object) => Pruner>;
  const given =
    wrapped === undefined ? options : { ...options, pruner: all[wrapped as string]!({}) };
  return all[pruner]!(given);
}

/** Plays a study again. @returns how many verdicts were compared, and how many said stop */
function replay(played: Played): { verdicts: number; stops: number } {
  const pruner = make(played);
  const trials: TrialRecord[] = [];
  let verdicts = 0;
  let stops = 0;
  let clock = 0;
  for (const event of played.events) {
    const number = event[0];
    while (trials.length <= number) trials.push(trialRecord(trials.length));
    const trial = trials[number]!;
    if (event.length === 3) {
      const [, state, given] = event;
      const value = given ?? undefined;
      trials[number] = {
        ...trial,
        state: state === "fail" ? "failed" : state,
        endedAt: clock++,
        ...(state === "complete" && { value, values: { loss: value as number } }),
      };
      continue;
    }
    const [, step, value, verdict] = event;
    const reports = [...trial.reports, { step, value: value ?? NaN, at: 0 }];
    trials[number] = { ...trial, reports };
    const said = pruner.prune(trials[number], {
      trials,
      direction: played.direction,
      study: { name: played.study, seed: 0 },
    });
    expect(said, `trial ${number} at step ${step}`).toBe(verdict === 1);
    verdicts++;
    stops += verdict;
  }
  return { verdicts, stops };
}

describe("the pruners judge as Optuna's do", () => {
  for (const played of studies as unknown as Played[]) {
    const { pruner, options, study, direction } = played;
    it(`${pruner} ${JSON.stringify(options)}, ${direction}, ${study}`, () => {
      const { verdicts, stops } = replay(played);
      expect(verdicts).toBeGreaterThan(40);
      expect(stops).toBeGreaterThan(0);
      expect(stops).toBeLessThan(verdicts);
    });
  }
});
