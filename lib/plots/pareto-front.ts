import type { PlotlySpec } from "../display/host.ts";
import { plotlyRange } from "./common/axis.ts";
import { Figure } from "./common/figure.ts";
import { FigureError } from "./common/figure-error.ts";
import { baseLayout, note, xAxis, yAxis } from "./common/layout.ts";
import { namedStudies, seriesStyle, type Studies } from "./common/series.ts";
import type { TokenName } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { cut, escapeText } from "./common/words.ts";
import { type ParetoData, paretoData, unplaced } from "./pareto-front/data.ts";
import {
  compromiseNotes,
  idealNote,
  measureTitle,
  railNotes,
  railShapes,
  referenceShapes,
  ticksOf,
} from "./pareto-front/frame.ts";
import { panelTraces, type PanelPlace } from "./pareto-front/marks.ts";
import { sceneSpec } from "./pareto-front/scene.ts";
import { paretoAlt, paretoKey, paretoText, paretoTitle } from "./pareto-front/words.ts";
import { knownOptions } from "./common/known-options.ts";

const MARGIN = { l: 72, r: 28, t: 104, b: 50 };

/** Options of {@link paretoFront}. */
export interface ParetoFrontOptions {
  /** Which objectives; default all of the study. */
  readonly objectives?: readonly string[];
  /** A value for each objective by name, beyond which nothing counts; drawn, and used for the dominated share. */
  readonly reference?: Readonly<Record<string, number>>;
  /** `flat` (default): one plane for each pair of objectives; `3d`: three objectives in a scene that can be turned. */
  readonly view?: "flat" | "3d";
}

/**
 * The trials that no other beats in one objective without losing in another, those that are beaten, and the
 * best compromise: of those between the ends of the front the nearest to the corner of the best values, each
 * measured from the best to the median of the front. With three objectives or four a plane for each pair. Of
 * one study or several.
 *
 * @example
 * plots.paretoFront(study);
 * @throws FigureError for unknown objectives, or where the studies' objectives differ
 */
export function paretoFront(studies: Studies, options: ParetoFrontOptions = {}): Figure {
  knownOptions("plots.paretoFront", options, { objectives: true, reference: true, view: true });
  const { view = "flat", ...others } = options;
  if (view !== "flat" && view !== "3d") {
    throw new FigureError(
      `plots.paretoFront knows no view ${JSON.stringify(view)}; give "flat" or "3d".`,
    );
  }
  const named = namedStudies(studies);
  const data = paretoData(named, others);
  const colours = data.series.map((_, k): TokenName =>
    data.series.length === 1 ? "best" : seriesStyle(k).colour,
  );
  const isScene = view === "3d" && data.axes.length === 3;
  const frame = {
    title: escapeText(paretoTitle(data)),
    subtitle: paretoKey(data, colours, unplaced(named, data.trials), isScene),
  };
  const rows = data.axes.length === 4 ? 2 : 1;
  const height = isScene
    ? 560
    : data.axes.length === 2
      ? 440
      : MARGIN.t + MARGIN.b + rows * 240 + (rows - 1) * 76;
  const spec =
    emptyOf(data) ??
    (isScene ? sceneSpec(data, frame, colours) : flatSpec(data, frame, colours, height));
  return new Figure({
    id: "paretoFront",
    height,
    spec,
    alt: paretoAlt(data),
    text: paretoText(data),
  });
}

/** More objectives than this have too many pairs. */
const MOST = 4;

function emptyOf(data: ParetoData): PlotlySpec | undefined {
  const { objectives, trials } = data;
  if (objectives.length < 2) {
    return emptySpec("One objective has a best, not a front", ["plots.history(study) shows it"]);
  }
  if (trials === 0)
    return emptySpec("No trial is complete yet", ["a front is drawn from the first on"]);
  if (objectives.length > MOST) {
    const names = objectives.map(({ name }) => cut(name, 20));
    return emptySpec(`${objectives.length} objectives are more than a picture holds`, [
      "name up to four of them:",
      cut(`plots.paretoFront(study, { objectives: ["${names[0]}", "${names[1]}"] })`, 90),
    ]);
  }
  return undefined;
}

/** Between planes beside and below each other. */
const GAP = { across: 0.095, up: 76 };

function flatSpec(
  data: ParetoData,
  frame: { title: string; subtitle: string },
  colours: readonly TokenName[],
  height: number,
): PlotlySpec {
  const pairs = data.axes.flatMap((_, up) =>
    data.axes.slice(0, up).map((_axis, across) => [across, up] as const),
  );
  // Two objectives: the first across. More: each pair once, as the objectives follow one another.
  const columns = Math.min(3, pairs.length);
  const rows = Math.ceil(pairs.length / columns);
  const pixels = height - MARGIN.t - MARGIN.b;
  const width = (1 - GAP.across * (columns - 1)) / columns;
  const size = (1 - (GAP.up / pixels) * (rows - 1)) / rows;
  const layout: Record<string, unknown> = { annotations: [], shapes: [] };
  const annotations = layout["annotations"] as Record<string, unknown>[];
  const shapes = layout["shapes"] as Record<string, unknown>[];
  const traces = pairs.flatMap(([across, up], k) => {
    const [x, y] = [data.axes[across]!, data.axes[up]!];
    const [column, row] = [k % columns, Math.floor(k / columns)];
    const left = column * (width + GAP.across);
    const low = 1 - (row + 1) * size - row * (GAP.up / pixels);
    const suffix = k === 0 ? "" : String(k + 1);
    const place: PanelPlace = {
      across,
      up,
      xaxis: `x${suffix}`,
      yaxis: `y${suffix}`,
      isSmall: columns > 1,
    };
    const few = columns > 1 ? 3 : 6;
    layout[`xaxis${suffix}`] = xAxis(
      {
        type: x.scale,
        range: plotlyRange(x.scale, x.range),
        ...ticksOf(x, few),
        domain: [left, left + width],
        anchor: place.yaxis,
      },
      measureTitle(x, columns > 1, true),
    );
    layout[`yaxis${suffix}`] = yAxis({
      type: y.scale,
      range: plotlyRange(y.scale, y.range),
      ...ticksOf(y, 6),
      domain: [low, low + size],
      anchor: place.xaxis,
    });
    annotations.push(
      note(left, low + size, measureTitle(y, columns > 1, false), "text", {
        xref: "paper",
        yref: "paper",
        stand: "bottom",
        dy: 6,
        dx: columns > 1 ? -36 : -56,
      }),
      // The first of several says it for all.
      ...(k === 0 ? idealNote(x, y, [left, left + width], [low, low + size], columns > 1) : []),
      ...railNotes(x, y, place, left, low),
      ...(columns > 1 ? [] : compromiseNotes(data)),
    );
    shapes.push(...railShapes(x, y, place), ...referenceShapes(data, place));
    return panelTraces(data, place, colours);
  });
  return {
    data: traces,
    layout: baseLayout({ ...frame, margin: MARGIN, more: layout }),
  };
}
