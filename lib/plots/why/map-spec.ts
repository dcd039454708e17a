/** A point among others on a map of two parameters, drawn. */
import type { PlotlySpec } from "../../display/host.ts";
import { position } from "../common/axis.ts";
import { backedNote, roughWidth } from "../common/labels.ts";
import { baseLayout, markers, note, pointTrace, xAxis, yAxis } from "../common/layout.ts";
import { counted, formatMeasure } from "../common/numbers.ts";
import type { ParameterAxis } from "../common/parameter-axis.ts";
import { qualityToken } from "../common/quality.ts";
import { tint, token } from "../common/theme.ts";
import { formatSetting, trialHover } from "../common/trial-words.ts";
import { cut, escapeText } from "../common/words.ts";
import { isNext, remarkNotes, topMargin } from "./frame.ts";
import type { MapData, MapPoint, MapRegion } from "./map-data.ts";

/** Pixels of the figure. */
export const MAP_HEIGHT = 460;
const MARGIN = { l: 64, r: 40, b: 48 };

export function mapSpec(data: MapData): PlotlySpec {
  const { axes, own, centre, regions, chosen, sentence } = data;
  const top = topMargin(chosen.remarks);
  return {
    data: [
      ...regions.map(regionTrace),
      ...pointTraces(data),
      pointTrace(
        centre === undefined ? [] : [centre.x],
        centre === undefined ? [] : [centre.y],
        ["the mean of the bell"],
        { symbol: "cross-thin", size: 13, line: { color: token("beliefText"), width: 2.5 } },
      ),
      pointTrace(
        [own.x],
        [own.y],
        [trialHover(chosen.trial, data.objective.measure)],
        { ...markers.running(17), line: { color: token("running"), width: 2.5 } },
        { cliponaxis: false },
      ),
    ],
    layout: baseLayout({
      title: escapeText(sentence),
      subtitle: mapKey(data),
      margin: { ...MARGIN, t: top },
      more: {
        xaxis: xAxis({ ...axes[0].plotly }, axisName(axes[0])),
        yaxis: yAxis({ ...axes[1].plotly }),
        annotations: [
          note(0, 1, axisName(axes[1]), "text", {
            xref: "paper",
            yref: "paper",
            stand: "bottom",
            dy: 5,
            dx: -48,
          }),
          ...ownLabel(data),
          ...remarkNotes(chosen.remarks, top),
        ],
      },
    }),
  };
}

function axisName(axis: ParameterAxis): string {
  return `${escapeText(cut(axis.name, 40))}${axis.scale === "log" ? " (log)" : ""}`;
}

function regionTrace({ x, y, strength }: MapRegion): Record<string, unknown> {
  return {
    type: "scatter",
    mode: "lines",
    x,
    y,
    fill: "toself",
    fillcolor: token("belief"),
    line: { width: 0, color: token("belief"), simplify: false },
    opacity: strength,
    hoverinfo: "skip",
  };
}

/** Complete trials by their quality, the others as everywhere; of a sequence, which knows no quality, all alike. */
function pointTraces(data: MapData): Record<string, unknown>[] {
  const { points, best, objective } = data;
  const isRanked = best !== undefined;
  const trace = (own: readonly MapPoint[], marker: Record<string, unknown>) =>
    pointTrace(
      own.map(({ x }) => x),
      own.map(({ y }) => y),
      own.map(({ trial }) => trialHover(trial, objective.measure)),
      marker,
      { cliponaxis: false },
    );
  const complete = points.filter((one) => one.trial.state === "complete" && one !== best);
  const failed = points.filter(({ trial }) => trial.state === "failed");
  const running = points.filter(({ trial }) => trial.state === "running");
  const early = points.filter(({ trial }) => trial.state === "pruned" || trial.state === "paused");
  return [
    trace(early, markers.pruned(7)),
    trace(complete, {
      ...markers.complete(9),
      ...(isRanked && {
        color: complete.map(({ rank }) => token(qualityToken(rank ?? 0))),
        line: { color: token("text"), width: 0.8 },
      }),
    }),
    trace(running, markers.running(11)),
    trace(failed, markers.failed(8)),
    trace(best === undefined ? [] : [best], { ...markers.best(17), symbol: "star" }),
  ];
}

/** Pixels of the plot, for which the label is laid out. */
const PLOT = { width: 900 - MARGIN.l - MARGIN.r, height: MAP_HEIGHT - 100 - MARGIN.b };

/** Where a label may stand: pixels from its point, and where its middle is from there, in halves of its width. */
interface Side {
  readonly side: "left" | "right" | "center";
  readonly dx: number;
  readonly dy: number;
  readonly middle: number;
}

/** The first is taken where the others are no better. */
const SIDES: readonly [Side, ...Side[]] = [
  { side: "left", dx: 13, dy: 1, middle: 1 },
  { side: "right", dx: -13, dy: 1, middle: -1 },
  { side: "center", dx: 0, dy: -20, middle: 0 },
  { side: "center", dx: 0, dy: 20, middle: 0 },
];
/** Pixels from the middle of a mark to its rim. */
const MARK = 6;

/** The trial's label, on the side where it covers the fewest others. */
function ownLabel({ axes, own, chosen, points }: MapData): Record<string, unknown>[] {
  const values = axes.map((axis) => cut(formatSetting(chosen.trial.point[axis.path]), 12));
  const who = isNext(chosen) ? "next" : `trial ${chosen.trial.number}`;
  const text = `${who}: ${values.join(", ")}`;
  const pixel = ({ x, y }: { readonly x: number; readonly y: number }) => ({
    x: (axes[0].unit(x) ?? 0) * PLOT.width,
    y: (axes[1].unit(y) ?? 0) * PLOT.height,
  });
  const at = pixel(own);
  const half = roughWidth(text, 12.5) / 2;
  const others = points.map(pixel);
  const covered = ({ dx, dy, middle }: Side) => {
    const [x, y] = [at.x + dx + middle * half, at.y + dy];
    if (x < half || x > PLOT.width - half || y < 8 || y > PLOT.height - 8) return Infinity;
    return others.filter(
      (one) => Math.abs(one.x - x) < half + MARK && Math.abs(one.y - y) < 8 + MARK,
    ).length;
  };
  const [first, ...further] = SIDES;
  const { dx, dy, side } = further.reduce(
    (best, one) => (covered(one) < covered(best) ? one : best),
    first,
  );
  return backedNote(
    position(axes[0].scale, own.x),
    position(axes[1].scale, own.y),
    `<b>${escapeText(text)}</b>`,
    "running",
    { side, dx, dy },
  );
}

function mapKey(data: MapData): string {
  const { regionWords, best, chosen, points, objective } = data;
  const who = isNext(chosen) ? "next" : `trial ${chosen.trial.number}`;
  const ramp = (["quality0", "quality2", "quality4"] as const)
    .map((name) => tint(name, "●"))
    .join("");
  const parts = [
    tint("running", `<b>◉ ${who}</b>`),
    regionWords === "" ? "" : `${tint("belief", "■")} ${escapeText(regionWords)}`,
    best === undefined
      ? `${tint("done", "●")} ${counted(points.length, "earlier point")}`
      : `${ramp} earlier trials, worse to better`,
    best === undefined
      ? ""
      : tint("bestText", `<b>★ best so far, ${formatMeasure(objective.valueOf(best.trial))}</b>`),
  ];
  return parts.filter((part) => part !== "").join(" &nbsp;&nbsp;");
}

/** Kind, finding and counts; plain text. */
export function mapAlt({ sentence, axes, points, chosen }: MapData): string {
  const names = axes.map((axis) => cut(axis.name, 24)).join(" and ");
  return `Why trial ${chosen.trial.number}: ${sentence}; on a map of ${names} with ${counted(points.length, "earlier trial")}.`;
}

const COLUMNS = 48;
const ROWS = 14;

/** What a terminal shows: the map in characters. */
export function mapText({ sentence, axes, points, own, centre, chosen }: MapData): string {
  const cells = Array.from({ length: ROWS }, () => Array.from({ length: COLUMNS }, () => " "));
  const put = ({ x, y }: { readonly x: number; readonly y: number }, mark: string) => {
    const column = Math.floor((axes[0].unit(x) ?? 0) * COLUMNS);
    const row = ROWS - 1 - Math.floor((axes[1].unit(y) ?? 0) * ROWS);
    const line = cells[Math.min(ROWS - 1, Math.max(0, row))]!;
    line[Math.min(COLUMNS - 1, Math.max(0, column))] = mark;
  };
  for (const point of points) put(point, "·");
  if (centre !== undefined) put(centre, "+");
  put(own, "◉");
  const [across, up] = axes.map((axis) => cut(axis.name, 24));
  return [
    sentence,
    ...chosen.remarks,
    "",
    `${up} ↑`,
    ...cells.map((row) => `│${row.join("")}`.trimEnd()),
    `└${"─".repeat(COLUMNS)} ${across} →`,
  ].join("\n");
}
