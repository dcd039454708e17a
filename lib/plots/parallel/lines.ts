/** The lines of parallel coordinates as smooth paths, and the points over which a reader's pointer may rest. */
import { markers, pointTrace } from "../common/layout.ts";
import { formatMeasure } from "../common/numbers.ts";
import { token, type TokenName } from "../common/theme.ts";
import { formatSetting, trialHover } from "../common/trial-words.ts";
import { escapeText } from "../common/words.ts";
import type { ParallelData, ParallelLine } from "./data.ts";

/** A quarter of a pixel. */
const text = (height: number): string => String(Number(height.toFixed(3)));

/**
 * A line as a path of cubic curves that are level at every axis, so that it can be followed through a
 * crowd. A path rather than a trace: a tenth of the numbers, drawn alike everywhere.
 */
function path({ heights }: ParallelLine): string {
  return heights
    .map((height, place) => {
      const here = text(height);
      if (place === 0) return `M0,${here}`;
      const end = `${(place - 1 / 3).toFixed(2)},${here} ${place},${here}`;
      // From the second piece on, the first control point mirrors the last one of the piece before.
      return place === 1 ? `C0.33,${text(heights[0]!)} ${end}` : `S${end}`;
    })
    .join("");
}

interface Stroke {
  readonly colour: TokenName;
  readonly width: number;
  readonly opacity: number;
  readonly dash?: string;
}

function bundle(lines: readonly ParallelLine[], stroke: Stroke): Record<string, unknown>[] {
  if (lines.length === 0) return [];
  const { colour, width, opacity, dash } = stroke;
  return [
    {
      type: "path",
      path: lines.map(path).join(""),
      xref: "x",
      yref: "y",
      line: { color: token(colour), width, ...(dash === undefined ? {} : { dash }) },
      opacity,
      layer: "below",
    },
  ];
}

/** Steps of the colour of complete lines, the worst first; the palest would not be seen on paper. */
const STEPS: readonly Stroke[] = [
  { colour: "quality1", width: 1.1, opacity: 0.75 },
  { colour: "quality1", width: 1.3, opacity: 1 },
  { colour: "quality2", width: 1.4, opacity: 0.9 },
  { colour: "quality3", width: 1.6, opacity: 0.9 },
  { colour: "quality4", width: 1.8, opacity: 0.9 },
];

/** All lines as shapes, the best on top; with many of them each is fainter. */
export function lineShapes(data: ParallelData): Record<string, unknown>[] {
  const of = (kind: ParallelLine["kind"]) => data.lines.filter((line) => line.kind === kind);
  const crowd = data.lines.length > 150 ? 0.5 : 1;
  const step = ({ quality }: ParallelLine) =>
    Math.min(STEPS.length - 1, Math.floor(quality * STEPS.length));
  const best = data.best === undefined ? [] : [data.best];
  return [
    ...bundle(of("early"), {
      colour: "pruned",
      width: 0.9,
      opacity: 0.65 * crowd,
      dash: "3px,3px",
    }),
    ...bundle(of("infeasible"), {
      colour: "pruned",
      width: 1,
      opacity: 0.8 * crowd,
      dash: "8px,4px",
    }),
    ...bundle(of("failed"), { colour: "failed", width: 1, opacity: 0.6 * crowd, dash: "1px,3px" }),
    ...STEPS.flatMap((stroke, place) =>
      bundle(
        of("complete").filter((line) => step(line) === place),
        { ...stroke, opacity: stroke.opacity * crowd },
      ),
    ),
    ...bundle(of("running"), { colour: "running", width: 2, opacity: 1 }),
    ...bundle(best, { colour: "paper", width: 6, opacity: 1 }),
    ...bundle(best, { colour: "best", width: 3.2, opacity: 1 }),
  ];
}

/** From so many lines on only their ends answer to the pointer. */
const MANY = 120;

/** Points to rest upon: unseen at every axis of every line, crosses of what failed, and the best one's dots. */
export function pointTraces(data: ParallelData): Record<string, unknown>[] {
  const last = data.axes.length;
  const at = (lines: readonly ParallelLine[], place: number) => ({
    x: lines.map(() => place),
    y: lines.map(({ heights }) => Number((heights[place] ?? 0).toFixed(4))),
  });
  const unseen = { size: 8, color: token("done"), opacity: 0 };
  const touched = data.lines.length > MANY ? [] : data.axes;
  const traces = touched.map(({ path: name, name: short }, place) => {
    const { x, y } = at(data.lines, place);
    const hovers = data.lines.map(({ trial, value }) => {
      const setting = trial.point[name];
      const own = `${escapeText(short)} ${setting === undefined ? "is not there" : escapeText(formatSetting(setting))}`;
      return `<b>trial ${trial.number}</b> · ${formatMeasure(value)}<br>${own}`;
    });
    return pointTrace(x, y, hovers, unseen);
  });
  const ends = at(data.lines, last);
  const hovers = data.lines.map(({ trial }) => trialHover(trial, data.objective.measure));
  const failed = data.lines.filter(({ kind }) => kind === "failed");
  const crosses = at(failed, last);
  const best = data.best;
  const dots = best === undefined ? [] : best.heights.map((_, place) => place);
  return [
    ...traces,
    pointTrace(ends.x, ends.y, hovers, unseen),
    pointTrace(
      crosses.x,
      crosses.y,
      failed.map(({ trial }) => trialHover(trial, data.objective.measure)),
      markers.failed(6),
    ),
    pointTrace(
      dots,
      best === undefined ? [] : best.heights.map((height) => Number(height.toFixed(4))),
      best === undefined ? [] : dots.map(() => trialHover(best.trial, data.objective.measure)),
      markers.best(8),
      { cliponaxis: false },
    ),
  ];
}
