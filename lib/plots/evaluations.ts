import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import { Figure } from "./common/figure.ts";
import { baseLayout, markers, note } from "./common/layout.ts";
import {
  type Matrix,
  matrixAxes,
  matrixMarks,
  matrixNotes,
  matrixOf,
  type MatrixPanel,
  matrixRails,
} from "./common/matrix.ts";
import { counted } from "./common/numbers.ts";
import { axisName } from "./common/panels.ts";
import { position } from "./common/axis.ts";
import { token } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { cut, escapeText } from "./common/words.ts";
import { type EvaluationsData, evaluationsData } from "./evaluations/data.ts";
import {
  besides,
  evaluationsAlt,
  evaluationsFinding,
  evaluationsKey,
  evaluationsText,
} from "./evaluations/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** What {@link evaluations} shows. */
export interface EvaluationsOptions {
  /** Parameters by path or name; left out: all, or the five most important. */
  readonly parameters?: readonly string[];
  /** Which objective says what is best; left out: the first. */
  readonly objective?: string;
}

/**
 * Where the tuner looked: on the diagonal how many trials of the earlier and of the later half lie at each setting,
 * below it the trials over each pair of parameters, fainter the earlier; the best is a star.
 *
 * @throws FigureError for a parameter or an objective that the study does not have
 * @example
 * plots.evaluations(study);
 */
export function evaluations(study: StudyView, options: EvaluationsOptions = {}): Figure {
  knownOptions("plots.evaluations", options, { parameters: true, objective: true });
  const data = evaluationsData(study, options);
  const alt = evaluationsAlt(data);
  if (data.trials.length === 0 || data.axes.length === 0) {
    const spec =
      data.trials.length === 0
        ? emptySpec("No trial yet", ["study.optimize(…) starts one"])
        : emptySpec("No parameter varies", ["so that there is one place only to look at"]);
    return new Figure({ id: "evaluations", height: 300, spec, alt });
  }
  const matrix = matrixOf(data.axes, true);
  return new Figure({
    id: "evaluations",
    height: matrix.height,
    spec: evaluationsSpec(data, matrix),
    alt,
    text: evaluationsText(data),
  });
}

function evaluationsSpec(data: EvaluationsData, matrix: Matrix): PlotlySpec {
  return {
    data: matrix.panels.flatMap((panel) =>
      panel.isDiagonal
        ? bars(data, panel)
        : matrixMarks(panel, data.trials, data.objective, (points, size) => ({
            ...markers.complete(size),
            opacity: points.map(
              ({ trial }) => Math.round(25 + 75 * (data.ages.get(trial) ?? 0)) / 100,
            ),
          })),
    ),
    layout: baseLayout({
      title: escapeText(evaluationsFinding(data)),
      subtitle: evaluationsKey(data),
      margin: matrix.margin,
      more: {
        barmode: "stack",
        bargap: 0.08,
        ...matrixAxes(matrix),
        annotations: [...matrixNotes(matrix), ...diagonalNotes(matrix), ...cornerNotes(data)],
        shapes: [...matrixRails(matrix), ...bestLines(data, matrix)],
      },
    }),
  };
}

/** How many trials of both halves lie at each part of a parameter's axis. */
function bars(data: EvaluationsData, panel: MatrixPanel): Record<string, unknown>[] {
  const { middles, edges, early, late } = data.counts[data.axes.indexOf(panel.across)]!;
  const axes = { xaxis: axisName("x", panel.place), yaxis: axisName("y", panel.place) };
  const { scale } = panel.across.axis;
  // On a log axis Plotly takes the width of a bar in values.
  const widths = middles.map(
    (_, k) => (edges[k + 1]! - edges[k]!) * (scale === "log" ? 0.94 : 0.9),
  );
  const centres = middles.map((middle, k) =>
    scale === "log" ? (edges[k]! + edges[k + 1]!) / 2 : middle,
  );
  const one = (counts: readonly number[], colour: "pruned" | "done", words: string) => ({
    type: "bar",
    x: centres,
    y: counts,
    width: widths,
    marker: { color: token(colour), line: { width: 0 } },
    hovertext: counts.map((count) => `${counted(count, "trial")} of the ${words} half`),
    hoverinfo: "text",
    ...axes,
  });
  return [one(early, "pruned", "earlier"), one(late, "done", "later")];
}

/** The names of parameters above their own panels, but for the first, whose row names it. */
function diagonalNotes({ panels }: Matrix): Record<string, unknown>[] {
  return panels
    .filter(({ isDiagonal }) => isDiagonal)
    .map(({ across, x, y, width }) =>
      note(
        x[0],
        y[1],
        `<b>${escapeText(cut(across.axis.name, Math.floor(width / 7.6)))}</b>`,
        "ink",
        {
          xref: "paper",
          yref: "paper",
          stand: "bottom",
          dx: -4,
          dy: 5,
        },
      ),
    );
}

/** The rest of the key, in the half that a matrix leaves empty. */
function cornerNotes(data: EvaluationsData): Record<string, unknown>[] {
  if (data.axes.length < 2) return [];
  const place = { xref: "paper", yref: "paper", side: "right", stand: "top" } as const;
  return [note(1, 1, besides(data).join("<br>"), "text", place)];
}

/** The best one's setting as a line through the counts. */
function bestLines(data: EvaluationsData, { panels }: Matrix): Record<string, unknown>[] {
  const point = data.best?.trial.point;
  if (point === undefined) return [];
  return panels.flatMap(({ across, isDiagonal, place }) => {
    const at = across.axis.coordinate(point[across.axis.path]);
    if (!isDiagonal || at === undefined || !Number.isFinite(position(across.axis.scale, at)))
      return [];
    return [
      {
        type: "line",
        xref: axisName("x", place),
        yref: `${axisName("y", place)} domain`,
        x0: at,
        x1: at,
        y0: 0,
        y1: 1,
        line: { color: token("best"), width: 2 },
        layer: "above",
      },
    ];
  });
}
