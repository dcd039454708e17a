import type { StudyView } from "../../study/observer.ts";
import type { TrialRecord } from "../../study/trial-record.ts";
import { formatMeasure } from "../common/numbers.ts";
import { bestFirst, objectiveOf } from "../common/objective.ts";
import { shortName } from "../common/parameter-names.ts";
import { cut, listed } from "../common/words.ts";
import { type Cell, cellText, type Column, numberTexts } from "./common/column.ts";
import { Table } from "./common/table.ts";
import { topCount } from "./common/top-count.ts";
import { secondsOf } from "./common/trial-columns.ts";
import { knownOptions } from "../common/known-options.ts";

/** Options of {@link results}. */
export interface ResultsTableOptions {
  /** How many trials stand side by side. Default 5. */
  top?: number;
  /** By which objective; the first where left out. */
  objective?: string;
}

/**
 * The best trials side by side, one column each, the best first; what differs from the best is marked. As
 * KerasTuner's `results_summary` prints them.
 *
 * @throws FigureError for an objective that the study has not, or where `top` is no count
 *
 * @example
 * tables.results(study, { top: 5 });
 */
export function results(study: StudyView, options: ResultsTableOptions = {}): Table {
  knownOptions("tables.results", options, { top: true, objective: true });
  const top = topCount(options.top ?? 5);
  const objective = objectiveOf(study, options.objective);
  const shown = bestFirst(study, objective).slice(0, top);
  const trials = shown.map(({ trial }) => trial);
  const paths = pathsOf(study, trials);
  const values = numberTexts(shown.map(({ value }) => value));
  const names = trials.length === 0 ? [] : [objective.name, ...paths, "seconds"];
  const columns: Column[] = [
    {
      key: "parameter",
      kind: "text",
      values: names,
      texts: names.map((name) => (paths.includes(name) ? shortName(study.space, name) : name)),
    },
    ...trials.map((trial, k): Column => {
      const own: Cell[] = [
        shown[k]!.value,
        ...paths.map((path) => trial.point[path] ?? null),
        secondsOf(trial) ?? null,
      ];
      return {
        key: `trial ${trial.number}`,
        kind: "mixed",
        values: own,
        texts: own.map((cell, row) => (row === 0 ? values[k]! : cellText(cell))),
        marked: paths.flatMap((path, row) =>
          trial.point[path] === trials[0]!.point[path] ? [] : [row + 1],
        ),
      };
    }),
  ];
  return new Table({
    id: "results",
    title: titleOf(study, trials, paths, objective.measure),
    columns,
    rows: names.length,
    best: [],
  });
}

/** The parameters that some of the trials have, in the order of the space. */
function pathsOf(study: StudyView, trials: readonly TrialRecord[]): string[] {
  const known = new Set(study.space.dimensions.map(({ path }) => path));
  for (const { point } of trials) for (const path of Object.keys(point)) known.add(path);
  return [...known].filter((path) => trials.some(({ point }) => path in point));
}

function titleOf(
  study: StudyView,
  trials: readonly TrialRecord[],
  paths: readonly string[],
  measure: string,
): string {
  const [first] = trials;
  if (!first) return `No trial of ${study.name} is complete yet`;
  if (trials.length === 1) {
    return `The only complete trial: ${measure} ${formatMeasure(first.value)}`;
  }
  const alike = paths.filter((path) =>
    trials.every(({ point }) => point[path] === first.point[path]),
  );
  const names = alike.slice(0, 4).map((path) => cut(shortName(study.space, path)));
  if (alike.length > 4) names.push(`${alike.length - 4} more`);
  return alike.length === 0
    ? `The ${trials.length} best by ${measure} agree in nothing`
    : `The ${trials.length} best by ${measure} agree in ${listed(names)}`;
}
