/** Which trial is explained, who chose its point, and what those around that tuner add. */
import type { StudyView } from "../../study/observer.ts";
import type { Json, TrialRecord } from "../../study/trial-record.ts";
import { FigureError } from "./figure-error.ts";
import { tunerWords } from "./method-names.ts";
import { formatNumber, formatPercent } from "./numbers.ts";
import { formatSetting } from "./trial-words.ts";
import { capital, cut, listed, oneLine } from "./words.ts";

/** An explanation as a tuner gives it, of which no more is believed than what is read from it. */
export type Told = { readonly [key: string]: Json };

/** One trial, and the explanation of the tuner that really chose its point. */
export interface ChosenTrial {
  readonly trial: TrialRecord;
  /** Its published name: "tpe"; of a trial that no tuner chose what the trial says itself: "enqueued". */
  readonly tuner: string;
  /** Undefined where there is none: it was drawn at random, or the tuner keeps nothing of it any more. */
  readonly told: Told | undefined;
  /** What those around the tuner say: which one was asked and why, and how the trial stands at its rungs; plain text. */
  readonly remarks: readonly string[];
}

/**
 * The trial to explain: the one that is asked for, or the newest that a tuner chose by more than chance and
 * still explains, or else the newest. Undefined where there is no trial.
 *
 * @throws FigureError for a trial that the study does not have
 */
export function chosenTrial(
  study: StudyView,
  wanted: { readonly number: number } | number | undefined,
): ChosenTrial | undefined {
  if (wanted !== undefined) {
    const number = typeof wanted === "number" ? wanted : wanted.number;
    const trial = study.trials.find((one) => one.number === number);
    if (trial === undefined) {
      throw new FigureError(
        `The study ${JSON.stringify(study.name)} has no trial ${String(number)}; it has ${study.trials.length}.`,
      );
    }
    return explainedTrial(study, trial);
  }
  let second: ChosenTrial | undefined;
  for (const trial of study.trials.toReversed().slice(0, MOST_LOOKED_AT)) {
    const chosen = explainedTrial(study, trial);
    if (isReasoned(chosen.told)) return chosen;
    if (second === undefined || (second.told === undefined && chosen.told !== undefined))
      second = chosen;
  }
  return second;
}

/** Explanations are asked for one by one, from the newest on, until one says more than "at random". */
const MOST_LOOKED_AT = 200;

/** Phases in which a tuner goes by chance. */
const BY_CHANCE = new Set(["startup", "random", "tried before", "drawn", "whole space"]);

/** Whether a point was chosen by what was known. */
export function isReasoned(told: Told | undefined): told is Told {
  return told !== undefined && !BY_CHANCE.has(String(told["phase"]));
}

/** A trial with the explanation of the tuner that really chose its point, those around it taken off. */
export function explainedTrial(study: StudyView, trial: TrialRecord): ChosenTrial {
  const remarks: string[] = [];
  const askers: string[] = [];
  let reason = "";
  let told = objectOf(study.explain?.(trial.number));
  let tuner = oneLine(trial.by);
  for (let depth = 0; told !== undefined && depth < MOST_DEPTH; depth++) {
    if (typeof told["tuner"] === "string") tuner = told["tuner"];
    const inner = innerOf(told);
    if (inner === undefined) break;
    remarks.push(...inner.remarks);
    if (inner.reason !== undefined) {
      askers.push(tunerWords(tuner));
      reason = inner.reason;
    }
    told = objectOf(inner.told);
    if (inner.tuner !== "") tuner = inner.tuner;
  }
  if (typeof told?.["tuner"] === "string") tuner = told["tuner"];
  if (askers.length > 0) {
    const asked = `${capital(tunerWords(tuner))} was asked by ${listed(askers)}`;
    remarks.unshift(reason === "" ? asked : `${asked}: ${cut(reason, 80)}`);
  }
  return { trial, tuner, told, remarks };
}

/** Tuners around tuners, at most. */
const MOST_DEPTH = 8;

interface Inner {
  readonly told: Json | undefined;
  /** Who is asked where it gives no explanation; "" where that is not known. */
  readonly tuner: string;
  readonly remarks: readonly string[];
  /** Of one that only chooses among tuners: why it asked that one. */
  readonly reason?: string;
}

/** What a tuner says that asks another; undefined of one that chose the point itself. */
function innerOf(told: Told): Inner | undefined {
  const { tuner } = told;
  const why = typeof told["why"] === "string" ? told["why"] : "";
  switch (tuner) {
    case "auto":
      return { told: told["point"], tuner: text(told["chosen"]), remarks: [], reason: why };
    case "bayesian":
      return { told: told["point"], tuner: text(told["model"]), remarks: [], reason: why };
    case "mix": {
      const share = numberOf(told["share"]);
      const often =
        share === undefined ? "" : `, which is asked ${formatPercent(share)} of the time`;
      return {
        told: told["why"],
        tuner: text(told["chosen"]),
        remarks: [`a mix of tuners; this point is by ${tunerWords(text(told["chosen"]))}${often}`],
      };
    }
    case "partialFixed": {
      const fixed = Object.entries(objectOf(told["fixed"]) ?? {}).map(
        ([path, value]) => `${cut(path)} ${cut(formatSetting(value as string), 16)}`,
      );
      const kept = fixed.length > 4 ? [...fixed.slice(0, 3), `${fixed.length - 3} more`] : fixed;
      return { told: told["why"], tuner: "", remarks: [`kept: ${listed(kept)}`] };
    }
    case "racing":
      return told["phase"] === "new"
        ? { told: told["why"], tuner: "", remarks: ["a new configuration in the race"] }
        : undefined;
    case "asha":
    case "hyperband":
    case "bohb":
      return {
        told: told["point"],
        tuner: tuner === "hyperband" ? "random" : "",
        remarks: rungRemarks(told),
      };
    default:
      break;
  }
  // BOHB's model of a budget.
  if (tuner === undefined && "budget" in told && "model" in told) {
    const budget = numberOf(told["budget"]);
    return {
      told: told["model"],
      tuner: "tpe",
      remarks: [`modelled by what trials reported at epoch ${formatNumber(budget)}`],
    };
  }
  return undefined;
}

/** How a trial stands at its rungs: "2nd of 9 at epoch 3, where 3 go on". */
function rungRemarks(told: Told): string[] {
  const rungs = Array.isArray(told["rungs"]) ? (told["rungs"] as readonly Json[]) : [];
  const last = objectOf(rungs.at(-1));
  const bracket = numberOf(told["bracket"]);
  const where = bracket === undefined ? "" : `bracket ${bracket}`;
  if (last === undefined) return where === "" ? [] : [`${where}, at no rung yet`];
  const [rank, of, places, epoch] = ["rank", "of", "places", "epoch"].map((key) =>
    numberOf(last[key]),
  );
  const stands = `${ordinal(rank ?? 0)} of ${of} at epoch ${formatNumber(epoch)}`;
  const goOn = (places ?? 0) > 0 ? `, where ${places} ${places === 1 ? "goes" : "go"} on` : "";
  return [[where, stands].filter((part) => part !== "").join(": ") + goOn];
}

/** 1 → "1st", 12 → "12th". */
export function ordinal(rank: number): string {
  const tens = rank % 100;
  const ending = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][rank % 10] ?? "th");
  return `${rank}${ending}`;
}

/** A JSON object; undefined of anything else. */
export function objectOf(value: Json | undefined): Told | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Told)
    : undefined;
}

/** A finite number; undefined of anything else. */
export function numberOf(value: Json | undefined): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The finite numbers of a list; empty of anything else. */
export function numbersOf(value: Json | undefined): number[] {
  return Array.isArray(value)
    ? (value as readonly Json[]).flatMap((one) => numberOf(one) ?? [])
    : [];
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? oneLine(value) : "";
}
