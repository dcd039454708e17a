import type { PlotlySpec } from "../display/host.ts";
import type { StudyView } from "../study/observer.ts";
import { Figure } from "./common/figure.ts";
import { baseLayout, markers, pointTrace } from "./common/layout.ts";
import { token, type TokenName } from "./common/theme.ts";
import { emptySpec } from "./common/too-little.ts";
import { trialHover } from "./common/trial-words.ts";
import { escapeText } from "./common/words.ts";
import { cellTrace } from "./mosaic/cells.ts";
import { shadeOf } from "./mosaic/colour.ts";
import {
  type CellState,
  type MosaicCell,
  type MosaicData,
  mosaicData,
  type Truth,
} from "./mosaic/data.ts";
import { insideLines, leftMargin, mosaicLabels, namedDepths } from "./mosaic/labels.ts";
import { type MosaicLayout, mosaicLayout } from "./mosaic/layout.ts";
import { mosaicAlt, mosaicFinding, mosaicKey, mosaicText } from "./mosaic/words.ts";
import { knownOptions } from "./common/known-options.ts";

/** What {@link mosaic} shows. */
export interface MosaicOptions {
  /** Left out: the first. */
  readonly objective?: string;
  /**
   * What there is to find, where that is known: a function of the parameters, or the values of all configurations,
   * the last parameter changing fastest. Left out: only what was tried has a colour.
   */
  readonly truth?: Truth;
  /** Parameters in rows, from the outermost inwards; the rest is placed by what matters. */
  readonly rows?: readonly string[];
  /** Parameters in columns, from the outermost inwards. */
  readonly columns?: readonly string[];
  /** What configurations are called, in the plural; "configurations" where left out. */
  readonly things?: string;
}

/**
 * Every configuration of a finite space as a cell, nested by its parameters, its colour how good it is (on the
 * logarithm of the error); tried ones outlined, the best a star. Up to 5000 configurations.
 *
 * @throws FigureError for a parameter or an objective that the study does not have, or a truth of another length
 * @example
 * plots.mosaic(study, { truth: (params) => errorOf(params), things: "networks" });
 */
export function mosaic(study: StudyView, options: MosaicOptions = {}): Figure {
  knownOptions("plots.mosaic", options, {
    objective: true,
    truth: true,
    rows: true,
    columns: true,
    things: true,
  });
  const data = mosaicData(study, options);
  if ("sentence" in data) {
    const spec = emptySpec(data.sentence, data.advice);
    return new Figure({ id: "mosaic", height: 260, spec, alt: `Mosaic: ${data.sentence}.` });
  }
  const { things = "configurations" } = options;
  const layout = mosaicLayout(study, data);
  const size = sizeOf(layout);
  return new Figure({
    id: "mosaic",
    height: size.height,
    spec: mosaicSpec(data, layout, size, things),
    alt: mosaicAlt(data, things),
    text: mosaicText(data, layout, things),
  });
}

/** Pixels for which cells are laid out. */
const WIDTH = 900;
const MARGIN = { r: 12, t: 128 };
const LARGEST_CELL = 52;
const TALLEST = 620;

/** Cells' widths around all cells, so that no outline is cut. */
const EDGE = 0.1;

interface Size {
  /** Pixels of a cell. */
  readonly cell: number;
  readonly left: number;
  readonly height: number;
  /** Pixels of the lines below. */
  readonly below: number;
  /** The part of the width that cells take. */
  readonly wide: number;
}

function sizeOf(layout: MosaicLayout): Size {
  const { rows, columns } = layout;
  const cellFor = (left: number) =>
    Math.min((WIDTH - left - MARGIN.r) / columns.length, TALLEST / rows.length, LARGEST_CELL);
  // Names need room, which makes cells smaller, which may leave less room for names: once is enough.
  const left = leftMargin(layout, namedDepths(layout, cellFor(120)));
  const cell = cellFor(left);
  const below = 16 + 16 * insideLines(layout, namedDepths(layout, cell), WIDTH - left).length;
  const height = Math.round(cell * rows.length + MARGIN.t + below);
  return {
    cell,
    left,
    height,
    below,
    wide: Math.min(1, (cell * columns.length) / (WIDTH - left - MARGIN.r)),
  };
}

function mosaicSpec(
  data: MosaicData,
  layout: MosaicLayout,
  size: Size,
  things: string,
): PlotlySpec {
  const shade = shadeOf(data);
  const { rows, columns } = layout;
  const named = namedDepths(layout, size.cell);
  return {
    data: [
      cellTrace(data, layout, data.cells, undefined),
      ...(shade === undefined
        ? []
        : [cellTrace(data, layout, data.cells, shade, 0.86, size.height)]),
      ...(shade === undefined
        ? []
        : [
            cellTrace(
              data,
              layout,
              data.cells.filter(({ state }) => state !== undefined),
              shade,
            ),
          ]),
      failures(data, layout),
      star(data, layout),
    ],
    layout: baseLayout({
      title: escapeText(mosaicFinding(data, things)),
      subtitle: mosaicKey(data, shade),
      margin: { ...MARGIN, l: size.left, b: size.below },
      more: {
        xaxis: { range: [-EDGE, columns.length + EDGE], domain: [0, size.wide], visible: false },
        yaxis: { range: [rows.length + EDGE, -EDGE], visible: false },
        annotations: mosaicLabels(layout, named, size.left, WIDTH - size.left),
        shapes: outlines(data, layout),
      },
    }),
  };
}

const OUTLINES: Readonly<Record<Exclude<CellState, "failed">, TokenName>> = {
  complete: "best",
  early: "pruned",
  running: "running",
};

/** Tried cells as outlines, one shape for each way they came out. */
function outlines(data: MosaicData, layout: MosaicLayout): Record<string, unknown>[] {
  return (["early", "complete", "running"] as const).flatMap((state) => {
    const path = data.cells
      .filter((cell) => cell.state === state)
      .map((cell) => {
        const slot = layout.slotOf(cell);
        const [x0, x1] = layout.columns.slots[slot.column]!;
        const [y0, y1] = layout.rows.slots[slot.row]!;
        const text = (at: number) => String(Number(at.toFixed(2)));
        return `M${text(x0)},${text(y0)}H${text(x1)}V${text(y1)}H${text(x0)}Z`;
      })
      .join("");
    if (path === "") return [];
    return [
      {
        type: "path",
        path,
        xref: "x",
        yref: "y",
        line: { color: token(OUTLINES[state]), width: 1.8 },
        layer: "above",
      },
    ];
  });
}

function middleOf(layout: MosaicLayout, cell: MosaicCell): [number, number] {
  const slot = layout.slotOf(cell);
  const middle = ([from, to]: readonly [number, number]) => (from + to) / 2;
  return [middle(layout.columns.slots[slot.column]!), middle(layout.rows.slots[slot.row]!)];
}

function failures(data: MosaicData, layout: MosaicLayout): Record<string, unknown> {
  const own = data.cells.filter(({ state }) => state === "failed");
  const places = own.map((cell) => middleOf(layout, cell));
  const hovers = own.map(({ trial }) => (trial ? trialHover(trial, data.objective.measure) : ""));
  return pointTrace(
    places.map(([x]) => x),
    places.map(([, y]) => y),
    hovers,
    markers.failed(7),
  );
}

function star(data: MosaicData, layout: MosaicLayout): Record<string, unknown> {
  const own = data.cells.filter(({ trial }) => trial !== undefined && trial === data.best?.trial);
  const places = own.map((cell) => middleOf(layout, cell));
  const hovers = own.map(({ trial }) => (trial ? trialHover(trial, data.objective.measure) : ""));
  const marker = { ...markers.best(17), symbol: "star" };
  return pointTrace(
    places.map(([x]) => x),
    places.map(([, y]) => y),
    hovers,
    marker,
    { cliponaxis: false },
  );
}
