/** Trials that descend from others: children of two parents, and challengers of one. */
import type { StudyView } from "../../study/observer.ts";
import type { Json, TrialRecord } from "../../study/trial-record.ts";
import { isBetter } from "../common/trial-words.ts";
import { counted, formatMeasure, formatNumber } from "../common/numbers.ts";
import { objectiveOf } from "../common/objective.ts";
import { listed } from "../common/words.ts";
import { type ChosenTrial, numberOf, numbersOf, objectOf, type Told } from "../common/explained.ts";
import type { Story, StripMark, StripRole } from "./story.ts";
import type { ParameterAxis } from "../common/parameter-axis.ts";

const FIRST: Omit<StripRole, "words"> = { colour: "series1", size: 13, isJoined: true };
const SECOND: Omit<StripRole, "words"> = { colour: "series2", size: 8, isJoined: true };

function markOf(
  axis: ParameterAxis,
  trial: TrialRecord | undefined,
  role: number,
): readonly StripMark[] {
  const unit = axis.unit(trial?.point[axis.path]);
  return unit === undefined ? [] : [{ unit, role, trial: trial!.number }];
}

/** A child of two: where each of its values comes from. */
export function childStory(study: StudyView, chosen: ChosenTrial, told: Told): Story | undefined {
  const { trial } = chosen;
  const [one, other] = numbersOf(told["parents"]);
  const origins = objectOf(told["origins"]);
  if (one === undefined || other === undefined || origins === undefined) return undefined;
  const parents = [one, other].map((number) => study.trials.find((each) => each.number === number));
  const [first, second] = parents;
  const population = numbersOf(told["population"]);
  const isSame = one === other;
  // What came of a parent's parameter that the child does not have says nothing.
  const counts = (origin: string) =>
    Object.entries(origins).filter(([path, each]) => each === origin && path in trial.point).length;
  return {
    roles: [
      { ...FIRST, words: `first parent, trial ${one}${valued(study, first)}` },
      ...(isSame ? [] : [{ ...SECOND, words: `second, trial ${other}${valued(study, second)}` }]),
    ],
    bandWords: "",
    faintWords: population.length > 0 ? "the population" : "earlier trials",
    population: population.length > 0 ? population : undefined,
    along(axis) {
      const origin = origins[axis.path];
      const marks = [...markOf(axis, first, 0), ...(isSame ? [] : markOf(axis, second, 1))];
      const same = first?.point[axis.path] === second?.point[axis.path];
      const plain = { marks, bands: [] };
      if (origin === "mutation") return { ...plain, origin: "mutated", colour: "running" };
      if (origin === "blend") return { ...plain, origin: "mixed", colour: "ink" };
      if (same && !isSame) return { ...plain, origin: "both agree", colour: "text" };
      if (origin === "second")
        return { ...plain, origin: `from trial ${other}`, colour: "series2" };
      return { ...plain, origin: `from trial ${one}`, colour: "series1" };
    },
    sentence() {
      const [mixed, mutated] = [counts("blend"), counts("mutation")];
      const parts = [
        mixed > 0 ? `${counted(mixed, "parameter")} mixed` : "",
        mutated > 0
          ? `${mixed > 0 ? formatNumber(mutated) : counted(mutated, "parameter")} mutated`
          : "",
      ].filter((part) => part !== "");
      const how = parts.length > 0 ? listed(parts) : "nothing new, only recombined";
      const of = isSame ? `trial ${one}` : `trials ${one} and ${other}`;
      return `Trial ${trial.number} is a child of ${of}: ${how}${outcome(study, trial, parents)}`;
    },
  };
}

/** ", 0.0712": the value of a parent; "" where there is none. */
function valued(study: StudyView, trial: TrialRecord | undefined): string {
  const objective = objectiveOf(study);
  const value = trial && objective.valueOf(trial);
  return value === undefined ? "" : ` (${formatMeasure(value)})`;
}

/** "; it beats both": how a finished child compares with its parents, by a single objective. */
function outcome(
  study: StudyView,
  trial: TrialRecord,
  parents: readonly (TrialRecord | undefined)[],
): string {
  const { direction, several, valueOf } = objectiveOf(study);
  const own = trial.state === "complete" ? valueOf(trial) : undefined;
  const theirs = parents.map((parent) => parent && valueOf(parent));
  if (several || own === undefined || theirs.some((value) => value === undefined)) return "";
  const beaten = theirs.filter((value) => isBetter(own, value!, direction)).length;
  const end = beaten === 2 ? "better than both" : beaten === 1 ? "better than one" : "no better";
  return `; its ${formatMeasure(own)} is ${end}`;
}

/** A challenger of a target, moved by differences between others. */
export function challengeStory(
  study: StudyView,
  chosen: ChosenTrial,
  told: Told,
): Story | undefined {
  const { trial } = chosen;
  const isDehb = told["tuner"] === "dehb";
  const numberIn = (json: Json | undefined) => numberOf(objectOf(json)?.["number"]);
  const parents = Array.isArray(told["parents"]) ? (told["parents"] as readonly Json[]) : [];
  const target = isDehb ? numberIn(told["target"]) : numberOf(told["target"]);
  const towards = isDehb ? numberIn(parents[0]) : numberOf(told["towards"]);
  const difference = isDehb
    ? parents.slice(1).flatMap((one) => numberIn(one) ?? [])
    : numbersOf(told["difference"]);
  const scale = numberOf(told[isDehb ? "mutationFactor" : "scale"]);
  const find = (number: number | undefined) =>
    number === undefined ? undefined : study.trials.find((one) => one.number === number);
  const [own, goal] = [find(target), find(towards)];
  if (target === undefined && towards === undefined) return undefined;
  const targetName = target === undefined ? "a newcomer" : `trial ${target}`;
  const goalName = towards === undefined ? "a newcomer" : `trial ${towards}`;
  const roles: StripRole[] = [
    { ...FIRST, words: `challenged: ${targetName}${valued(study, own)}` },
    { ...SECOND, words: `${isDehb ? "base" : "towards"}: ${goalName}${valued(study, goal)}` },
    {
      colour: "done",
      size: 5,
      isJoined: false,
      words: differenceWords(difference, scale),
    },
  ];
  return {
    roles,
    bandWords: "",
    faintWords: "earlier trials",
    population: undefined,
    along(axis, value) {
      const marks = [
        ...markOf(axis, own, 0),
        ...markOf(axis, goal, 1),
        ...difference.flatMap((number) => markOf(axis, find(number), 2)),
      ];
      const isKept = own?.point[axis.path] === value;
      return isKept
        ? { marks, bands: [], origin: "kept", colour: "series1" }
        : { marks, bands: [], origin: "moved", colour: "running" };
    },
    sentence(rows) {
      const moved = rows.filter(({ origin }) => origin === "moved").length;
      const budget = numberOf(told["budget"]);
      const at = budget === undefined ? "" : ` at epoch ${formatNumber(budget)}`;
      const how = `${formatNumber(moved)} of ${counted(rows.length, "parameter")} moved`;
      return `Trial ${trial.number} challenges ${targetName}${at}: ${how}`;
    },
  };
}

/** "plus 0.38 × (trial 40 − trial 49)". */
function differenceWords(difference: readonly number[], scale: number | undefined): string {
  const times = scale === undefined ? "" : `${formatNumber(scale, 2)} × `;
  if (difference.length < 2) return `plus ${times}the difference of two others`;
  return `plus ${times}(trial ${difference[0]} − trial ${difference[1]})`;
}
