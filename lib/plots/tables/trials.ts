import { PARAMETERS_NOTE } from "../../study/defining-trial.ts";
import type { StudyView } from "../../study/observer.ts";
import type { Json, TrialRecord, TrialState } from "../../study/trial-record.ts";
import { FigureError } from "../common/figure-error.ts";
import { formatNumber } from "../common/numbers.ts";
import { bestFirst, objectiveOf } from "../common/objective.ts";
import { errorText } from "../common/trial-words.ts";
import { countsText } from "../panel/counts.ts";
import { cardProgress } from "../card/facts.ts";
import type { Cell, Column } from "./common/column.ts";
import { Table } from "./common/table.ts";
import {
  numberColumn,
  parameterColumns,
  secondsOf,
  typedColumn,
  withOwnKeys,
} from "./common/trial-columns.ts";
import { knownOptions } from "../common/known-options.ts";

/** Options of {@link trials}. */
export interface TrialsTableOptions {
  /** Only trials in one of these states; all where left out. */
  states?: readonly TrialState[];
}

const STATES: readonly TrialState[] = [
  "waiting",
  "running",
  "paused",
  "complete",
  "pruned",
  "failed",
  "interrupted",
];

/**
 * Every trial as a row: number, state, the objectives' values (of complete trials), the parameters by their
 * paths, seconds, steps and the last report, constraints, notes, errors. Sorted by a click on a head.
 *
 * This is also the way to the study as a frame: `await tables.trials(study).toFrame()`.
 *
 * @throws FigureError for a state that there is none of
 *
 * @example
 * tables.trials(study, { states: ["complete", "pruned"] });
 */
export function trials(study: StudyView, options: TrialsTableOptions = {}): Table {
  knownOptions("tables.trials", options, { states: true });
  for (const state of options.states ?? []) {
    if (!STATES.includes(state)) {
      throw new FigureError(
        `No trial is ever ${JSON.stringify(state)}; the states are ${STATES.join(", ")}.`,
      );
    }
  }
  const shown = options.states
    ? study.trials.filter(({ state }) => options.states!.includes(state))
    : [...study.trials];
  const groups = [
    { prefix: "trial", columns: headColumns(study, shown) },
    { prefix: "params", columns: parameterColumns(study, shown) },
    { prefix: "run", columns: runColumns(shown) },
    {
      prefix: "constraints",
      columns: recordColumns(shown, "constraints", ({ constraints }) => constraints),
    },
    { prefix: "notes", columns: recordColumns(shown, "notes", ownNotes) },
  ];
  const ranked = bestFirst(study, objectiveOf(study)).map(({ trial }) => trial);
  const place = new Map(shown.map((trial, row) => [trial, row]));
  const rows = ranked.flatMap((trial) => place.get(trial) ?? []);
  const isOne = Object.keys(study.objectives).length === 1;
  return new Table({
    id: "trials",
    title: titleOf(study, shown),
    columns: withOwnKeys(groups),
    rows: shown.length,
    best: isOne ? rows.slice(0, 1) : [],
    wanted: bestAndNewest(rows, shown.length),
  });
}

function titleOf(study: StudyView, shown: readonly TrialRecord[]): string {
  const counts = countsText({ progress: cardProgress(shown) });
  const of = `${formatNumber(shown.length)} ${shown.length === 1 ? "trial" : "trials"} of ${study.name}`;
  return counts === "" ? of : `${of}: ${counts}`;
}

function headColumns(study: StudyView, shown: readonly TrialRecord[]): Column[] {
  return [
    numberColumn(
      "number",
      shown.map(({ number }) => number),
    ),
    { key: "state", kind: "state", values: shown.map(({ state }) => state) },
    ...Object.keys(study.objectives).map((name, k) =>
      numberColumn(
        name,
        shown.map((trial) =>
          trial.state === "complete"
            ? (trial.values?.[name] ?? (k === 0 ? trial.value : undefined))
            : undefined,
        ),
      ),
    ),
  ];
}

/** How the trials went; columns that would be empty are left out. */
function runColumns(shown: readonly TrialRecord[]): Column[] {
  const columns = [
    numberColumn("seconds", shown.map(secondsOf)),
    numberColumn(
      "steps",
      shown.map(({ reports }) => reports.at(-1)?.step),
    ),
    numberColumn(
      "last",
      shown.map(({ reports }) => reports.at(-1)?.value),
      "last report",
    ),
    {
      key: "error",
      kind: "text" as const,
      values: shown.map((trial) => (trial.state === "failed" ? errorText(trial) : null)),
    },
  ];
  return columns.filter(({ values }) => values.some((value) => value !== null));
}

/** One column for each name that some trial's record has. */
function recordColumns(
  shown: readonly TrialRecord[],
  prefix: string,
  recordOf: (trial: TrialRecord) => Readonly<Record<string, Json>> | undefined,
): Column[] {
  const names = new Set(shown.flatMap((trial) => Object.keys(recordOf(trial) ?? {})));
  return [...names].map((name) =>
    typedColumn(
      `${prefix}.${name}`,
      shown.map((trial) => cellOf(recordOf(trial)?.[name])),
      name,
    ),
  );
}

/** The notes that say something of a trial: not what a step is called, nor what a study without a space keeps. */
function ownNotes({ notes }: TrialRecord): Record<string, Json> {
  const { step: _, [PARAMETERS_NOTE]: kept, ...own } = notes;
  const isKept = typeof kept === "object" && kept !== null && "dimensions" in kept;
  return kept === undefined || isKept ? own : { ...own, [PARAMETERS_NOTE]: kept };
}

/** What is no single value is written as JSON. */
function cellOf(value: Json | undefined): Cell {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : value;
}

/** Rows in turn: the next best, the next newest; each once. */
function bestAndNewest(best: readonly number[], rows: number): number[] {
  const wanted = new Set<number>();
  for (let k = 0; k < rows; k++) {
    const row = best[k];
    if (row !== undefined) wanted.add(row);
    wanted.add(rows - 1 - k);
  }
  return [...wanted];
}
