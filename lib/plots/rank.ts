import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import { Figure } from "./common/figure.ts";
import { baseLayout } from "./common/layout.ts";
import {
  type Matrix,
  matrixAxes,
  matrixMarks,
  matrixNotes,
  matrixOf,
  matrixRails,
} from "./common/matrix.ts";
import { qualityToken } from "./common/quality.ts";
import { token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { escapeText } from "./common/words.ts";
import { type RankData, rankData } from "./rank/data.ts";
import { rankAlt, rankFinding, rankKey, rankText } from "./rank/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** What {@link rank} shows. */
export interface RankOptions {
  /** Two or more parameters by path or name; left out: all, or the four most important. */
  readonly parameters?: readonly string[];
  /** Left out: the first. */
  readonly objective?: string;
}

/**
 * The trials over each pair of parameters, coloured by their rank: one bad value takes no colour from the others. The
 * best is a star; trials that do not have a parameter stand on a rail.
 *
 * @throws FigureError for a parameter or an objective that the study does not have
 * @example
 * plots.rank(study, { parameters: ["learningRate", "momentum"] });
 */
export function rank(study: StudyView, options: RankOptions = {}): Figure {
  knownOptions("plots.rank", options, { parameters: true, objective: true });
  const data = rankData(study, options);
  const alt = rankAlt(data);
  if (data.trials.length === 0 || data.axes.length < 2) {
    const spec =
      data.trials.length === 0
        ? emptySpec("No trial yet", ["study.optimize(…) starts one"])
        : emptySpec("A rank plot needs two parameters", ["plots.slice(study) shows a single one"]);
    return new Figure({ id: "rank", height: 300, spec, alt });
  }
  const matrix = matrixOf(data.axes, false);
  return new Figure({
    id: "rank",
    height: matrix.height,
    spec: rankSpec(data, matrix),
    alt,
    text: rankText(data),
  });
}

function rankSpec(data: RankData, matrix: Matrix): PlotlySpec {
  return {
    data: matrix.panels.flatMap((panel) =>
      matrixMarks(panel, data.trials, data.objective, (points, size) => ({
        size,
        color: points.map(({ trial }) => token(qualityToken(data.quality.get(trial) ?? 0))),
        line: { color: token("axis"), width: 0.8 },
      })),
    ),
    layout: baseLayout({
      title: escapeText(rankFinding(data)),
      subtitle: rankKey(data),
      margin: matrix.margin,
      more: {
        ...matrixAxes(matrix),
        annotations: matrixNotes(matrix),
        shapes: matrixRails(matrix),
      },
    }),
  };
}
