/** Who descends from whom, as data: from what tuners tell of the parents of their trials. */
import { nonDominatedRanks } from "../../math/non-dominated-sort.ts";
import { lossesOf, violationOf } from "../../study/losses.ts";
import type { StudyView } from "../../study/observer.ts";
import type { Json, TrialRecord } from "../../study/trial-record.ts";
import { type Deciding, decidingRegion } from "../common/deciding.ts";
import { explainedTrial, numberOf, objectOf, type Told } from "../common/explained.ts";
import { FigureError } from "../common/figure-error.ts";
import { bestFirst, objectiveOf, type ShownObjective } from "../common/objective.ts";

/** One trial of the family. */
export interface Member {
  readonly trial: TrialRecord;
  readonly number: number;
  readonly value: number | undefined;
  /** Its place on the value axis, 0…1; on the rail beyond. */
  readonly y: number;
  readonly rail: boolean;
  /** Numbers of its parents, each once; none of a founder. */
  readonly parents: readonly number[];
  /** 0 of a founder, else one more than its youngest parent's. */
  readonly generation: number;
  /** Of several objectives: 0 on the front, 1 on the next…; undefined where it has no value. */
  readonly front: number | undefined;
  /** Where its values come from: "first", "blend", "mutation"…, by path. */
  readonly origins: Readonly<Record<string, string>>;
}

/** Everything that the genealogy shows. */
export interface GenealogyData {
  readonly objective: ShownObjective;
  readonly region: Deciding;
  readonly members: readonly Member[];
  /** Whose ancestry is shown: the best, or of several objectives the front; empty where no trial is complete. */
  readonly focus: readonly Member[];
  /** Whether it was asked for, and is not just the best. */
  readonly isAsked: boolean;
  /** Numbers of the focus' ancestors, and its own. */
  readonly line: ReadonlySet<number>;
  /** How many trials have parents. */
  readonly children: number;
  /** The last number that the axis has room for. */
  readonly last: number;
}

/**
 * The family of a study's trials.
 *
 * @param wanted the trial whose ancestry is shown; left out: the best, or the front
 * @throws FigureError for a trial that the study does not have
 */
export function genealogyData(
  study: StudyView,
  wanted: { readonly number: number } | number | undefined,
  objectiveName: string | undefined,
): GenealogyData {
  const objective = objectiveOf(study, objectiveName);
  const shown = study.trials.filter(({ state }) => state !== "waiting");
  const known = new Set(shown.map(({ number }) => number));
  const values = shown.flatMap((trial) => {
    const isGood = trial.state === "complete" && violationOf(trial) <= 0;
    return isGood ? (objective.valueOf(trial) ?? []) : [];
  });
  const region = decidingRegion(values, objective.direction);
  const fronts = frontsOf(study, shown);
  const generations = new Map<number, number>();
  const members = shown.map((trial): Member => {
    const told = explainedTrial(study, trial).told;
    const { number } = trial;
    const parents = parentsOf(told).filter((parent) => known.has(parent) && parent < number);
    const generation = parents.reduce(
      (most, parent) => Math.max(most, 1 + (generations.get(parent) ?? 0)),
      0,
    );
    generations.set(number, generation);
    const value = trial.state === "failed" ? undefined : objective.valueOf(trial);
    return {
      trial,
      number,
      value,
      y: region.unit(value),
      rail: value === undefined || region.isBeyond(value),
      parents,
      generation,
      front: fronts.get(number),
      origins: originsOf(told),
    };
  });
  const byNumber = new Map(members.map((member) => [member.number, member]));
  const focus = focusOf(study, objective, byNumber, wanted);
  return {
    objective,
    region,
    members,
    focus,
    isAsked: wanted !== undefined,
    line: lineOf(byNumber, focus),
    children: members.filter(({ parents }) => parents.length > 0).length,
    last: members.reduce((most, { number }) => Math.max(most, number), 1),
  };
}

function focusOf(
  study: StudyView,
  objective: ShownObjective,
  members: ReadonlyMap<number, Member>,
  wanted: { readonly number: number } | number | undefined,
): readonly Member[] {
  if (wanted === undefined) {
    if (objective.several) return [...members.values()].filter(({ front }) => front === 0);
    const best = bestFirst(study, objective)[0]?.trial;
    return best === undefined ? [] : [members.get(best.number)!];
  }
  const number = typeof wanted === "number" ? wanted : wanted.number;
  const member = members.get(number);
  if (member === undefined) {
    throw new FigureError(
      `The study ${JSON.stringify(study.name)} has no trial ${String(number)}; it has ${study.trials.length}.`,
    );
  }
  return [member];
}

/** Trials and all from whom they descend. */
function lineOf(members: ReadonlyMap<number, Member>, focus: readonly Member[]): Set<number> {
  const line = new Set<number>();
  const open = [...focus];
  for (let member = open.pop(); member !== undefined; member = open.pop()) {
    if (line.has(member.number)) continue;
    line.add(member.number);
    for (const parent of member.parents) {
      const next = members.get(parent);
      if (next !== undefined) open.push(next);
    }
  }
  return line;
}

/**
 * The trials that a trial was made of: both parents of a child; of a challenger its target, what it was moved
 * towards and, where a tuner tells them as its parents, those whose difference was added.
 */
export function parentsOf(told: Told | undefined): number[] {
  if (told === undefined) return [];
  const numberIn = (json: Json | undefined) =>
    numberOf(json) ?? numberOf(objectOf(json)?.["number"]);
  const listed = Array.isArray(told["parents"]) ? (told["parents"] as readonly Json[]) : [];
  const all = [told["target"], told["towards"], ...listed].flatMap((json) => numberIn(json) ?? []);
  return [...new Set(all)];
}

function originsOf(told: Told | undefined): Record<string, string> {
  const origins = Object.entries(objectOf(told?.["origins"]) ?? {});
  return Object.fromEntries(
    origins.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** Of several objectives the front of each complete trial that keeps its constraints. */
function frontsOf(study: StudyView, trials: readonly TrialRecord[]): Map<number, number> {
  if (Object.keys(study.objectives).length < 2) return new Map();
  const known = trials.flatMap((trial) => {
    const losses = violationOf(trial) > 0 ? undefined : lossesOf(trial, study.objectives);
    return losses === undefined ? [] : [{ number: trial.number, losses }];
  });
  const ranks = nonDominatedRanks(known.map(({ losses }) => losses));
  return new Map(known.map(({ number }, k) => [number, ranks[k]!]));
}
