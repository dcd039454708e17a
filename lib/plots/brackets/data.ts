/** Brackets and rungs as data: who came to each rung, in what order, and who went on. */
import { violationOf } from "../../study/losses.ts";
import type { Direction, StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { horizonOf } from "../curves/data.ts";
import { rungsOf } from "../curves/rungs.ts";
import { bestOf, firstObjective, stepWord } from "../common/trial-words.ts";

/** A trial at a rung. */
export interface RungEntry {
  readonly trial: TrialRecord;
  /** What it was worth there. */
  readonly value: number;
  /** From 1, the best. */
  readonly rank: number;
  readonly goesOn: boolean;
}

/** One rung of a bracket; the last is where trials are complete. */
export interface BracketRung {
  readonly step: number;
  /** In the order of ranks. */
  readonly entries: readonly RungEntry[];
}

/** Trials that were compared with one another. */
export interface Bracket {
  /** "bracket 1", "round 2, bracket 1"; "" where there is one only. */
  readonly name: string;
  readonly rungs: readonly BracketRung[];
  readonly trials: number;
  /** Trained by all its trials together. */
  readonly steps: number;
  /** The best complete trial of the bracket, with its value. */
  readonly best: RungEntry | undefined;
}

/** Everything that the brackets show. */
export interface BracketsData {
  readonly objective: string;
  readonly measure: string;
  readonly direction: Direction;
  /** What a step is called: "epoch". */
  readonly step: string;
  readonly horizon: number;
  readonly brackets: readonly Bracket[];
  /** Brackets of earlier rounds that there is no room for. */
  readonly leftOut: number;
  readonly best: TrialRecord | undefined;
  readonly bestBracket: number;
  readonly steps: number;
  readonly trials: number;
  /** Failed before they came to a rung, and running towards their first. */
  readonly failed: number;
  readonly onTheWay: number;
  readonly tuner: string;
  readonly pruner: string;
}

/** More than this many brackets are not drawn: the latest are. */
const MOST = 12;

/** Collects the brackets: by the tuner's own account where there is one, else from reports alone. */
export function bracketsData(study: StudyView): BracketsData {
  const { name, direction, measure } = firstObjective(study);
  const best = bestOf(study);
  const horizon = horizonOf(study.trials);
  const trials = study.trials.filter(({ state }) => state !== "waiting");
  const isEnd = trials.some(({ state }) => state === "complete");
  const all = groupsOf(study, trials)
    .map((group) => bracketOf(group, isEnd ? horizon : Infinity, direction))
    .filter(({ rungs }) => rungs.some(({ entries }) => entries.length > 0));
  const brackets = all.slice(-MOST);
  // The one that found the best is always there.
  const winner = all.find((bracket) => bracket.best !== undefined && bracket.best.trial === best);
  if (winner !== undefined && !brackets.includes(winner)) brackets[0] = winner;
  return {
    objective: name,
    measure,
    direction,
    step: stepWord(study.trials),
    horizon,
    brackets,
    leftOut: all.length - brackets.length,
    best,
    bestBracket: winner === undefined ? -1 : brackets.indexOf(winner),
    steps: trials.reduce((sum, trial) => sum + stepsOf(trial), 0),
    trials: trials.length,
    failed: trials.filter(({ state }) => state === "failed").length,
    onTheWay: trials.filter(({ state }) => state === "running").length,
    tuner: study.tunerName,
    pruner: study.prunerName,
  };
}

interface Group {
  readonly name: string;
  readonly trials: readonly TrialRecord[];
  /** Ascending, without the horizon. */
  readonly steps: readonly number[];
}

const stepsOf = ({ reports }: TrialRecord) => reports.at(-1)?.step ?? 0;

/** What a tuner with brackets says of a trial. */
interface Account {
  readonly round?: number;
  readonly bracket?: number;
  readonly rungs?: readonly { readonly epoch?: number }[];
}

function accountOf(study: StudyView, trial: TrialRecord): Account | undefined {
  try {
    const account = study.explain?.(trial.number) as unknown as Account | null | undefined;
    return typeof account === "object" && account !== null && Array.isArray(account.rungs)
      ? account
      : undefined;
  } catch {
    // A tuner of another version may not know this trial.
    return undefined;
  }
}

function groupsOf(study: StudyView, trials: readonly TrialRecord[]): Group[] {
  const first = trials[0];
  // Where the first trial has no account of rungs the others have none, and may be long in saying so.
  const account = first && accountOf(study, first);
  if (account !== undefined && account.bracket === undefined) return [oneGroup(study, trials)];
  if (account === undefined) {
    const steps = rungsOf(study).map(({ step }) => step);
    return steps.length === 0 ? [] : [{ name: "", trials, steps }];
  }
  const groups = new Map<string, { account: Account; trials: TrialRecord[]; steps: Set<number> }>();
  for (const trial of trials) {
    const own = accountOf(study, trial);
    if (own === undefined) continue;
    const key = `${own.round ?? 0}/${own.bracket ?? 0}`;
    const group = groups.get(key) ?? { account: own, trials: [], steps: new Set<number>() };
    group.trials.push(trial);
    for (const { epoch } of own.rungs ?? []) if (epoch !== undefined) group.steps.add(epoch);
    groups.set(key, group);
  }
  const rounds = new Set([...groups.values()].map((group) => group.account.round ?? 0)).size;
  return [...groups.values()].map((group) => ({
    name: groups.size === 1 ? "" : nameOf(group.account, rounds),
    trials: group.trials,
    steps: [...group.steps].toSorted((one, other) => one - other),
  }));
}

/** Where there are no brackets, the trial that came furthest has been at all rungs. */
function oneGroup(study: StudyView, trials: readonly TrialRecord[]): Group {
  const furthest = trials.reduce((far, trial) => (stepsOf(trial) > stepsOf(far) ? trial : far));
  const epochs = accountOf(study, furthest)?.rungs?.flatMap(({ epoch }) => epoch ?? []) ?? [];
  return { name: "", trials, steps: epochs.toSorted((one, other) => one - other) };
}

function nameOf({ round = 0, bracket = 0 }: Account, rounds: number): string {
  return rounds > 1 ? `round ${round + 1}, bracket ${bracket + 1}` : `bracket ${bracket + 1}`;
}

/** @param horizon where trials are complete; Infinity while none is */
function bracketOf(group: Group, horizon: number, direction: Direction): Bracket {
  const steps = group.steps.filter((step) => step < horizon);
  const ends = horizon === Infinity ? [] : [horizon];
  const rungs = [...steps, ...ends].map((step): BracketRung => {
    const came = group.trials.flatMap((trial) => {
      const value = valueAt(trial, step, horizon);
      return value === undefined ? [] : [{ trial, value }];
    });
    const ranked = came.toSorted((one, other) => compare(one, other, direction));
    return {
      step,
      entries: ranked.map(({ trial, value }, place) => ({
        trial,
        value,
        rank: place + 1,
        goesOn: step === horizon || stepsOf(trial) > step || trial.state === "running",
      })),
    };
  });
  return {
    name: group.name,
    rungs,
    trials: group.trials.length,
    steps: group.trials.reduce((sum, trial) => sum + stepsOf(trial), 0),
    best: rungs
      .at(-1)
      ?.entries.find(({ trial }) => trial.state === "complete" && violationOf(trial) <= 0),
  };
}

/** What a trial was worth at a rung: its first report from there on; at the end, its own value. */
function valueAt(trial: TrialRecord, step: number, horizon: number): number | undefined {
  if (step === horizon) {
    return trial.state === "complete" && trial.value !== undefined ? trial.value : undefined;
  }
  const report = trial.reports.find((one) => one.step >= step && !Number.isNaN(one.value));
  if (report === undefined) return undefined;
  return trial.state === "failed" && stepsOf(trial) <= step ? undefined : report.value;
}

function compare(
  one: { readonly trial: TrialRecord; readonly value: number },
  other: { readonly trial: TrialRecord; readonly value: number },
  direction: Direction,
): number {
  const sign = direction === "minimize" ? 1 : -1;
  const cost = ({ value }: { readonly value: number }) =>
    Number.isNaN(value) ? Infinity : sign * value;
  // Two infinite costs have no difference.
  if (cost(one) === cost(other)) return one.trial.number - other.trial.number;
  return cost(one) < cost(other) ? -1 : 1;
}
