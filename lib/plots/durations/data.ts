/** How long trials took, and what they came to, as data. */
import { quantileSorted } from "simple-statistics";
import { violationOf } from "../../study/losses.ts";
import type { StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { padded, type Range, type Scale } from "../common/axis.ts";
import { type Deciding, decidingRegion } from "../common/deciding.ts";
import { bestFirst, objectiveOf, type ShownObjective } from "../common/objective.ts";

/** A trial that ended. */
export interface TimedTrial {
  readonly trial: TrialRecord;
  /** From its begin to its end; a trial that was paused meanwhile waited in that time too. */
  readonly seconds: number;
  readonly value: number | undefined;
  /** Gathered on the rail: it has no value, or one far beyond what decides. */
  readonly rail: boolean;
}

/** Everything that durations show. */
export interface DurationsData {
  readonly objective: ShownObjective;
  readonly complete: readonly TimedTrial[];
  readonly early: readonly TimedTrial[];
  readonly failed: readonly TimedTrial[];
  readonly best: TimedTrial | undefined;
  /** Complete trials that keep their constraints and that none beats in both, the shortest first. */
  readonly front: readonly TimedTrial[];
  /** Of the complete trials; undefined where no trial has ended. */
  readonly median: number | undefined;
  readonly seconds: { readonly scale: Scale; readonly range: Range } | undefined;
  readonly region: Deciding | undefined;
  readonly all: number;
}

/** From how many times the shortest the longest must have taken for a log axis. */
const LOG_FROM = 12;

/** @throws FigureError for an unknown objective */
export function durationsData(study: StudyView, wanted?: string): DurationsData {
  const objective = objectiveOf(study, wanted);
  const ended = study.trials.flatMap((trial) => {
    const { startedAt, endedAt, state } = trial;
    if (startedAt === undefined || endedAt === undefined) return [];
    if (state === "waiting" || state === "running") return [];
    const seconds = (endedAt - startedAt) / 1000;
    if (!Number.isFinite(seconds) || seconds < 0) return [];
    const value = state === "failed" ? undefined : objective.valueOf(trial);
    return [{ trial, seconds, value }];
  });
  const complete = ended.filter(({ trial }) => trial.state === "complete");
  const values = (complete.length > 0 ? complete : ended).flatMap(({ value }) => value ?? []);
  const region = ended.length === 0 ? undefined : decidingRegion(values, objective.direction, 0.08);
  const timed = ended.map((one): TimedTrial => ({
    ...one,
    rail: one.value === undefined || region === undefined || region.isBeyond(one.value),
  }));
  const of = (...states: TrialRecord["state"][]) =>
    timed.filter(({ trial }) => states.includes(trial.state));
  const first = bestFirst(study, objective)[0]?.trial;
  const times = complete.map(({ seconds }) => seconds).toSorted((one, other) => one - other);
  return {
    objective,
    complete: of("complete"),
    early: of("pruned", "paused", "interrupted"),
    failed: of("failed"),
    best: timed.find(({ trial }) => trial === first),
    front: frontOf(of("complete"), objective),
    median: ended.length === 0 ? undefined : times.length === 0 ? 0 : quantileSorted(times, 0.5),
    seconds: axisOf(timed.map(({ seconds }) => seconds)),
    region,
    all: timed.length,
  };
}

function frontOf(complete: readonly TimedTrial[], { sign }: ShownObjective): TimedTrial[] {
  const front: TimedTrial[] = [];
  let least = Infinity;
  const sorted = complete
    .filter(({ trial, value }) => value !== undefined && violationOf(trial) <= 0)
    .toSorted((one, other) => one.seconds - other.seconds || sign * (one.value! - other.value!));
  for (const one of sorted) {
    if (sign * one.value! >= least) continue;
    least = sign * one.value!;
    front.push(one);
  }
  return front;
}

function axisOf(all: readonly number[]): DurationsData["seconds"] {
  if (all.length === 0) return undefined;
  const low = all.reduce((least, value) => Math.min(least, value), Infinity);
  const high = all.reduce((most, value) => Math.max(most, value), -Infinity);
  const scale: Scale = low > 0 && high / low >= LOG_FROM ? "log" : "linear";
  const range = padded(scale, { low, high }, 0.04, 0.04);
  return { scale, range: scale === "linear" ? { ...range, low: Math.min(0, low) } : range };
}
