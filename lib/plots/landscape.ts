import type { PlotlySpec } from "../display/host.ts";
import { violationOf } from "../study/losses.ts";
import type { StudyView } from "../study/observer.ts";
import type { Point } from "../study/trial-record.ts";
import { barNote, mapTraces, qualityBar } from "./common/area-map.ts";
import { position } from "./common/axis.ts";
import { Figure } from "./common/figure.ts";
import { baseLayout, lineTrace, markers, note, pointTrace, xAxis, yAxis } from "./common/layout.ts";
import { axisName, starMarker } from "./common/map-marks.ts";
import { formatMeasure } from "./common/numbers.ts";
import { token } from "./common/theme.ts";
import { drawnState, trialHover } from "./common/trial-words.ts";
import {
  type LandscapeData,
  landscapeData,
  type LandscapeTrial,
  type Truth,
} from "./landscape/data.ts";
import { landscapeAlt, landscapeKey, landscapeText, landscapeTitle } from "./landscape/words.ts";
import { knownOptions } from "./common/known-options.ts";

export type { LandscapeGrid, Truth } from "./landscape/data.ts";

const HEIGHT = 460;
const MARGIN = { l: 76, r: 24, t: 108, b: 52 };
/** Pixels of the plot, for which numbers are laid out. */
const PLOT = { width: 800, height: HEIGHT - MARGIN.t - MARGIN.b };

/** Options of {@link landscape}. */
export interface LandscapeOptions {
  /** What the objective truly is: a function of the two parameters by path, or a table of its values. */
  readonly truth: Truth;
  /** The two parameters, across and up; default those of the table, or the study's two. */
  readonly parameters?: readonly [string, string];
  /** Which objective; default the first. */
  readonly objective?: string;
  /** A point that is proposed next, by path or name. */
  readonly proposal?: Point;
}

/**
 * A landscape that is known, two parameters wide, with the way of the trials through it, the best of them
 * and the best there is.
 *
 * @example
 * plots.landscape(study, { truth: ({ x, y }) => (Number(x) - 1) ** 2 + Number(y) ** 2 });
 * @throws FigureError where there are not two parameters, or the table does not fit them
 */
export function landscape(study: StudyView, options: LandscapeOptions): Figure {
  knownOptions("plots.landscape", options, {
    truth: true,
    parameters: true,
    objective: true,
    proposal: true,
  });
  const { truth, ...others } = options;
  const data = landscapeData(study, truth, others);
  return new Figure({
    id: "landscape",
    height: HEIGHT,
    spec: landscapeSpec(data),
    alt: landscapeAlt(data),
    text: landscapeText(data),
  });
}

/** Of so many trials each is numbered; of more only the improvements. */
const NUMBERED = 12;

function landscapeSpec(data: LandscapeData): PlotlySpec {
  const [across, up] = data.axes;
  const { objective } = data;
  const of = (...states: string[]) =>
    data.trials.filter(
      (point) => states.includes(drawnState(point.trial.state)) && point !== data.best,
    );
  const last = Math.max(1, data.trials.at(-1)?.trial.number ?? 1);
  const size = ({ trial }: LandscapeTrial) => 5 + 4 * (trial.number / last);
  const dots = (points: readonly LandscapeTrial[], marker: Record<string, unknown>) =>
    pointTrace(
      points.map(({ x }) => x),
      points.map(({ y }) => y),
      points.map(({ trial }) => trialHover(trial, objective.measure)),
      marker,
      { cliponaxis: false },
    );
  const better = improvementsOf(data);
  const complete = of("complete").filter((point) => !better.includes(point));
  return {
    data: [
      ...mapTraces(
        data.grid,
        { xaxis: "x", yaxis: "y" },
        qualityBar(data.deciding, objective.direction, HEIGHT, MARGIN.t),
      ),
      way(data.trials, { color: token("ink"), width: 1 }, 0.22),
      way(better, { color: token("paper"), width: 5 }, 0.7),
      way(better, { color: token("best"), width: 2.5 }, 1),
      dots(of("pruned", "interrupted"), markers.pruned(7)),
      dots(complete, { ...markers.complete(8), size: complete.map(size) }),
      dots(
        better.filter((point) => point !== data.best),
        markers.best(8),
      ),
      dots(of("failed"), markers.failedHalo(8)),
      dots(of("failed"), markers.failed(8)),
      dots(of("running"), markers.running(13)),
      pointTrace(
        data.optimum ? [data.optimum.x] : [],
        data.optimum ? [data.optimum.y] : [],
        [`<b>the best there is</b> · ${formatMeasure(data.optimum?.value)}`],
        { symbol: "cross-thin", size: 15, line: { color: token("paper"), width: 4 } },
        { cliponaxis: false },
      ),
      pointTrace(
        data.optimum ? [data.optimum.x] : [],
        data.optimum ? [data.optimum.y] : [],
        [`<b>the best there is</b> · ${formatMeasure(data.optimum?.value)}`],
        { symbol: "cross-thin", size: 14, line: { color: token("ink"), width: 2 } },
        { cliponaxis: false },
      ),
      dots(data.best ? [data.best] : [], starMarker(17)),
      pointTrace(
        data.proposal ? [data.proposal.x] : [],
        data.proposal ? [data.proposal.y] : [],
        ["<b>proposed next</b>"],
        markers.running(14),
        { cliponaxis: false },
      ),
    ],
    layout: baseLayout({
      title: landscapeTitle(data),
      subtitle: landscapeKey(data),
      margin: MARGIN,
      more: {
        xaxis: xAxis({ ...across.plotly }, axisName(across)),
        yaxis: yAxis({ ...up.plotly, showgrid: false, ticks: "outside", showline: true }),
        annotations: [
          note(0, 1, axisName(up), "text", {
            xref: "paper",
            yref: "paper",
            stand: "bottom",
            dy: 6,
            dx: -60,
          }),
          ...numbers(data, better),
          barNote(data.deciding, objective.measure),
        ],
      },
    }),
  };
}

/** A line from trial to trial. */
function way(points: readonly LandscapeTrial[], line: Record<string, unknown>, opacity: number) {
  return lineTrace(
    points.map(({ x }) => x),
    points.map(({ y }) => y),
    line,
    { opacity },
  );
}

/** The complete trials that were better than all before. */
function improvementsOf({ trials, objective }: LandscapeData): LandscapeTrial[] {
  let least = Infinity;
  return trials.filter(({ trial, value }) => {
    const isBetter =
      trial.state === "complete" &&
      violationOf(trial) <= 0 &&
      value !== undefined &&
      objective.sign * value < least;
    if (isBetter) least = objective.sign * value;
    return isBetter;
  });
}

/** Where a number may stand at its mark, and how far from there its middle is, in pixels. */
const SIDES = [
  { side: "center", stand: "bottom", x: 0, y: 1 },
  { side: "center", stand: "top", x: 0, y: -1 },
  { side: "left", stand: "middle", x: 1, y: 0 },
  { side: "right", stand: "middle", x: -1, y: 0 },
] as const;

/** The numbers of these trials, where they cover neither one another nor a mark that has one. */
function numbers(
  data: LandscapeData,
  better: readonly LandscapeTrial[],
): Record<string, unknown>[] {
  const [across, up] = data.axes;
  const chosen = data.trials.length <= NUMBERED ? data.trials : better;
  const value = (axis: typeof across, at: number) => (axis.isCategorical ? axis.choices[at] : at);
  const pixel = ({ x, y }: { readonly x: number; readonly y: number }) => ({
    x: (across.unit(value(across, x)) ?? 0) * PLOT.width,
    y: (up.unit(value(up, y)) ?? 0) * PLOT.height,
  });
  const taken = [...chosen, ...(data.optimum ? [data.optimum] : [])].map((one) => ({
    ...pixel(one),
    half: one === data.best ? 9 : 5,
    high: one === data.best ? 9 : 5,
  }));
  return chosen.toReversed().flatMap((point) => {
    const at = pixel(point);
    const gap = point === data.best ? 9 : 5;
    const half = 3 + 3.6 * String(point.trial.number).length;
    const free = SIDES.find((one) => {
      const box = { x: at.x + one.x * (gap + half), y: at.y + one.y * (gap + 8) };
      if (box.y < 8 || box.y > PLOT.height - 4) return false;
      return taken.every(
        (other) =>
          Math.abs(other.x - box.x) >= other.half + half ||
          Math.abs(other.y - box.y) >= other.high + 8,
      );
    });
    if (free === undefined) return [];
    taken.push({ x: at.x + free.x * (gap + half), y: at.y + free.y * (gap + 8), half, high: 8 });
    const place = (axis: typeof across, at: number) =>
      axis.isCategorical ? at : position(axis.scale, at);
    const isBest = point === data.best;
    return [
      note(
        place(across, point.x),
        place(up, point.y),
        `<b>${point.trial.number}</b>`,
        isBest ? "bestText" : "ink",
        {
          size: 11,
          side: free.side,
          stand: free.stand,
          dx: free.x * (gap + 1),
          dy: free.y * gap,
        },
      ),
    ].map((one) => ({ ...one, bgcolor: token("paper"), borderpad: 1, opacity: 0.9 }));
  });
}
