import { show } from "../space/wording.ts";
import { StudyError } from "./errors.ts";
import { knownOptions } from "./known-options.ts";
import type { Observer, StudyView } from "./observer.ts";
import type { TrialRecord } from "./trial-record.ts";
import type { Until } from "./until.ts";

/** Called with each trial that ended. Its types are those of any study, which keeps messages about options short. */
export type TrialCallback = (trial: TrialRecord, study: StudyView) => void | Promise<void>;

/** Options of `study.optimize`. */
export interface OptimizeOptions {
  /** When to end, by totals of the study: running the same line again does not double the work. */
  until?: Until;
  /** Adds so many finished trials to those that are there. */
  more?: number;
  /** How many trials run at once, in this thread: useful where the objective waits. Default 1. */
  concurrency?: number;
  /** Stops the study when it aborts: `optimize` then throws a StudyStopped. */
  signal?: AbortSignal;
  /** Called after each trial, and awaited; an error that they throw ends the study. */
  callbacks?: readonly TrialCallback[];
  /** Watch the study without disturbing it. */
  observers?: readonly Observer[];
  /** So many equal errors in a row stop the study, since the others would fail alike. Infinity: never. Default 3. */
  equalErrors?: number;
  /**
   * How often a trial whose objective threw is tried again, as a new trial with the same settings: for
   * failures that pass (a worker lost, a request refused). A value of NaN is no such failure. Default 0.
   */
  retries?: number;
  /**
   * How many times each trial trains its settings, each with another seed; the mean is its value. For
   * objectives with much noise. Default 1.
   */
  replicates?: number;
  /** Whether the live panel is drawn, where there is a place to draw it, and with which figures. Default true. */
  panel?: boolean | PanelOptions;
}

/** What the live panel shows. */
export interface PanelOptions {
  /**
   * The figures beside the best trial, by their names in `plots`. Others can be chosen in the panel while the
   * study runs. Default `["history", "curves"]`; with several objectives their front, and the history of the first.
   */
  figures?: readonly string[];
}

const KNOWN = {
  until: true,
  more: true,
  concurrency: true,
  signal: true,
  callbacks: true,
  observers: true,
  equalErrors: true,
  replicates: true,
  retries: true,
  panel: true,
} as const;

/** What Optuna, scikit-learn and KerasTuner call them. */
const ELSEWHERE = {
  trials: "until: { trials }",
  n_trials: "until: { trials }",
  timeout: "until: { seconds }",
  n_jobs: "concurrency",
  executionsPerTrial: "replicates",
  maxRetriesPerTrial: "retries",
};

/** @throws StudyError if the arguments of `optimize` are not what it takes */
export function checkOptimize(objective: unknown, options: OptimizeOptions): void {
  if (typeof objective !== "function")
    throw new StudyError(
      `The objective is ${show(objective)}. Give a function: study.optimize(async trial => …, { until: { trials: 60 } }).`,
    );
  if (typeof options !== "object" || options === null)
    throw new StudyError(
      `The options of optimize are ${show(options)}. Write optimize(objective, { until: { trials: 60 } }).`,
    );
  knownOptions("optimize", options, KNOWN, ELSEWHERE);
  const { equalErrors = 3, replicates = 1, retries = 0, signal, panel = true } = options;
  if (typeof panel !== "boolean" && (typeof panel !== "object" || panel === null))
    throw new StudyError(
      `panel is ${show(panel)}. Give true, false, or what it shows: panel: { figures: ["history", "curves"] }.`,
    );
  if (typeof panel === "object") {
    knownOptions("panel", panel, { figures: true });
    checkAll("panel.figures", panel.figures, (one) => typeof one === "string", "names of figures");
  }
  if (signal !== undefined && typeof signal?.addEventListener !== "function")
    throw new StudyError(
      `signal is ${show(signal)}. Give that of an AbortController: signal: controller.signal.`,
    );
  checkAll("callbacks", options.callbacks, (one) => typeof one === "function", "functions");
  checkAll(
    "observers",
    options.observers,
    (one) => typeof one === "object" && one !== null,
    "objects",
  );
  if (!Number.isSafeInteger(retries) || retries < 0)
    throw new StudyError(`retries is ${show(retries)}. Give a whole number from 0.`);
  if (!Number.isSafeInteger(replicates) || replicates < 1)
    throw new StudyError(`replicates is ${show(replicates)}. Give a whole number from 1.`);
  if (equalErrors !== Infinity && (!Number.isSafeInteger(equalErrors) || equalErrors < 1))
    throw new StudyError(
      `equalErrors is ${show(equalErrors)}. Give a whole number from 1, or Infinity.`,
    );
}

function checkAll(
  option: string,
  given: unknown,
  isOne: (value: unknown) => boolean,
  what: string,
): void {
  if (given === undefined) return;
  if (!Array.isArray(given) || !given.every(isOne))
    throw new StudyError(`${option} is ${show(given)}. Give an array of ${what}.`);
}
