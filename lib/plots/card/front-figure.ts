/** The front in the card: two objectives against each other, the front as a line, the knee named. */
import { analysis, type FrontTrial } from "../../analysis/index.ts";
import type { PlotlySpec } from "../../display/host.ts";
import type { Direction, StudyView } from "../../study/observer.ts";
import { padded, plotlyRange, position, type Scale, scaleFor, ticksFor } from "../common/axis.ts";
import {
  axisNote,
  baseLayout,
  lineTrace,
  markers,
  note,
  pointTrace,
  xAxis,
  yAxis,
} from "../common/layout.ts";
import { formatMeasure } from "../common/numbers.ts";
import { axisTitle, cut, escapeText, measureName } from "../common/words.ts";

/** The first two objectives; those beyond stand in the hover. */
export function frontSpec(study: StudyView, knee: number | undefined): PlotlySpec {
  const { front, dominated, infeasible } = analysis.fronts(study);
  const names = Object.entries(study.objectives);
  const [x, y] = names.slice(0, 2).map(([, direction], k) =>
    axisOf(
      direction,
      [...front, ...dominated].map(({ values }) => values[k] ?? NaN),
    ),
  ) as [FrontAxis, FrontAxis];
  const [first = ["", "minimize"], second = ["", "minimize"]] = names;
  const hover = ({ trial, values }: FrontTrial) =>
    [
      `<b>trial ${trial}</b>`,
      ...names.map(
        ([name], k) =>
          `${escapeText(cut(measureName(name), 40))} ${escapeText(formatMeasure(values[k]))}`,
      ),
    ].join("<br>");
  const dots = (trials: readonly FrontTrial[], marker: Record<string, unknown>) =>
    pointTrace(
      trials.map(({ values }) => values[0] ?? null),
      trials.map(({ values }) => values[1] ?? null),
      trials.map(hover),
      marker,
      { cliponaxis: false },
    );
  const line = names.length === 2 ? front.toSorted((a, b) => a.values[0]! - b.values[0]!) : [];
  const chosen = front.find(({ trial }) => trial === knee);
  return {
    data: [
      dots(infeasible, markers.pruned(5)),
      dots(dominated, markers.complete(6)),
      lineTrace(
        line.map(({ values }) => values[0] ?? null),
        line.map(({ values }) => values[1] ?? null),
        // A step: between two trials of the front nothing better is known than the worse of both.
        { shape: first[1] === "minimize" ? "hv" : "vh", color: "token:best", width: 2 },
      ),
      dots(front, markers.best(8)),
    ],
    layout: baseLayout({
      title: "",
      subtitle: "",
      margin: { l: 46, r: 62, t: 24, b: 42 },
      more: {
        xaxis: xAxis({ type: x.scale, ...x.plotly }, axisTitleRight(first[0], first[1])),
        yaxis: yAxis({ type: y.scale, ...y.plotly }),
        annotations: [
          axisNote(axisTitle(second[0], second[1]), -42),
          ...(chosen ? [kneeNote(chosen, [...front, ...dominated], x, y)] : []),
        ],
      },
    }),
  };
}

/** Shares of the plot that the knee's name takes, and its distance from the dot. */
const NAME = { width: 0.13, height: 0.11, dx: 7, dy: 9 };

/** The knee's name at that of four places around its dot that covers the fewest others. */
function kneeNote(
  knee: FrontTrial,
  others: readonly FrontTrial[],
  x: FrontAxis,
  y: FrontAxis,
): Record<string, unknown> {
  const place = ({ values }: FrontTrial) => [x.share(values[0]!), y.share(values[1]!)] as const;
  const [atX, atY] = place(knee);
  const covered = ([right, up]: readonly [number, number]) =>
    others.filter((other) => {
      const [otherX, otherY] = place(other);
      const [dx, dy] = [(otherX - atX) * right, (otherY - atY) * up];
      return other !== knee && dx > -0.01 && dx < NAME.width && dy > -0.02 && dy < NAME.height;
    }).length + (atX + right * NAME.width < 0 || atY + up * NAME.height < 0 ? 1 : 0);
  const sides = [
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ] as const;
  const [right, up] = sides.reduce((least, side) =>
    covered(side) < covered(least) ? side : least,
  );
  return note(
    position(x.scale, knee.values[0]!),
    position(y.scale, knee.values[1]!),
    `<b>knee, ${knee.trial}</b>`,
    "bestText",
    { side: right < 0 ? "right" : "left", dx: right * NAME.dx, dy: up * NAME.dy },
  );
}

function axisTitleRight(name: string, direction: Direction): string {
  return axisTitle(name, direction).replace("↓", "←").replace("↑", "→");
}

/** Room beyond the best values, as a part of the span: the knee's name stands there. */
const BEYOND = 0.14;

interface FrontAxis {
  scale: Scale;
  plotly: Record<string, unknown>;
  /** A value's place along the axis, 0…1. */
  share(value: number): number;
}

function axisOf(direction: Direction, values: readonly number[]): FrontAxis {
  const finite = values.filter(Number.isFinite);
  const scale = scaleFor(direction, finite);
  const low = finite.reduce((least, value) => Math.min(least, value), Infinity);
  const high = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  if (!(low <= high)) {
    return { scale: "linear", plotly: { range: [0, 1], tickvals: [] }, share: (value) => value };
  }
  const isLess = direction === "minimize";
  const range = padded(scale, { low, high }, isLess ? BEYOND : 0.05, isLess ? 0.05 : BEYOND);
  const [start, end] = plotlyRange(scale, range);
  return {
    scale,
    plotly: { range: [start, end], ...ticksFor(scale, range) },
    share: (value) => (position(scale, value) - start) / (end - start),
  };
}

/** How the volume that the front dominates grew: one number for how good the front is. */
export function volumeSpec(study: StudyView): PlotlySpec {
  const { points } = analysis.hypervolumeHistory(study);
  const most = points.reduce((top, { hypervolume }) => Math.max(top, hypervolume), 0);
  // In shares of what was reached: the volume's own unit means nothing.
  const shares = points.map(({ hypervolume }) => (most > 0 ? hypervolume / most : 0));
  const last = points.at(-1)?.trial ?? 1;
  return {
    data: [
      lineTrace(
        points.map(({ trial }) => trial),
        shares,
        { shape: "hv", color: "token:best", width: 2.5 },
      ),
    ],
    layout: baseLayout({
      title: "",
      subtitle: "",
      margin: { l: 46, r: 24, t: 24, b: 26 },
      more: {
        xaxis: xAxis({ range: [-last / 50, last + 0.5], nticks: 4 }),
        yaxis: yAxis({
          range: [0, 1.06],
          tickvals: [0, 0.5, 1],
          ticktext: ["0", "50%", "100%"],
        }),
        annotations: [axisNote("volume of the front · higher is better ↑", -42)],
      },
    }),
  };
}
