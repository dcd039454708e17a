import type { StudyView } from "../../study/observer.ts";
import { formatMeasure, formatNumber } from "../common/numbers.ts";
import { bestFirst, objectiveOf } from "../common/objective.ts";
import { topCount } from "./common/top-count.ts";
import { Table } from "./common/table.ts";
import { numberColumn, parameterColumns, secondsOf, withOwnKeys } from "./common/trial-columns.ts";
import { knownOptions } from "../common/known-options.ts";

/** Options of {@link best}. */
export interface BestTableOptions {
  /** How many trials. Default 10. */
  top?: number;
  /** By which objective; the first where left out. */
  objective?: string;
}

/**
 * The best trials, one row each: rank, number, value, how far it is behind the best, the other objectives, the
 * parameters, seconds. Complete trials that keep their constraints.
 *
 * @throws FigureError for an objective that the study has not, or where `top` is no count
 *
 * @example
 * tables.best(study, { top: 10 });
 */
export function best(study: StudyView, options: BestTableOptions = {}): Table {
  knownOptions("tables.best", options, { top: true, objective: true });
  const top = topCount(options.top ?? 10);
  const objective = objectiveOf(study, options.objective);
  const ranked = bestFirst(study, objective);
  const shown = ranked.slice(0, top);
  const trials = shown.map(({ trial }) => trial);
  const first = shown[0]?.value ?? 0;
  const others = Object.keys(study.objectives).filter((name) => name !== objective.name);
  const ends = [first, shown.at(-1)?.value].map((value) => formatMeasure(value));
  return new Table({
    id: "best",
    title:
      shown.length === 0
        ? `No trial of ${study.name} is complete yet`
        : shown.length === 1
          ? `The best of ${formatNumber(ranked.length)} by ${objective.measure}: ${ends[0]}`
          : `The ${shown.length} best of ${formatNumber(ranked.length)} by ${objective.measure}: from ${ends[0]} to ${ends[1]}`,
    columns: withOwnKeys([
      {
        prefix: "trial",
        columns: [
          numberColumn(
            "rank",
            shown.map((_, k) => k + 1),
          ),
          numberColumn(
            "number",
            trials.map(({ number }) => number),
            "trial",
          ),
          numberColumn(
            objective.name,
            shown.map(({ value }) => value),
          ),
          numberColumn(
            "behind",
            shown.map(({ value }) => Math.abs(value - first)),
          ),
          ...others.map((name) =>
            numberColumn(
              name,
              trials.map(({ values }) => values?.[name]),
            ),
          ),
        ],
      },
      { prefix: "params", columns: parameterColumns(study, trials) },
      { prefix: "run", columns: [numberColumn("seconds", trials.map(secondsOf))] },
    ]),
    rows: shown.length,
    best: shown.length > 0 ? [0] : [],
  });
}
