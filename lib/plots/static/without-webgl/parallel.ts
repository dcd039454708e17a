/** Parallel coordinates as lines between axes that are drawn as shapes. */
import type { PlotlySpec } from "../../../display/host.ts";
import { linearTicks } from "../../common/axis.ts";
import { colourAt, scaleOf } from "./colours.ts";

type Part = Record<string, unknown>;

/** Steps of the colour scale; lines of one step are one trace. */
const STEPS = 24;

/** Every `parcoords` trace becomes lines on axes of its own, which nothing else uses. */
export function flatParallel(spec: PlotlySpec): PlotlySpec {
  let { layout } = spec;
  const data = spec.data.flatMap((trace, index) => {
    if (trace["type"] !== "parcoords") return [trace];
    const made = drawn(trace, `${800 + index}`);
    layout = {
      ...layout,
      ...made.axes,
      shapes: [...((layout["shapes"] as Part[]) ?? []), ...made.shapes],
      annotations: [...((layout["annotations"] as Part[]) ?? []), ...made.annotations],
    };
    return made.traces;
  });
  return { ...spec, data, layout };
}

interface Dimension {
  label: string;
  values: number[];
  low: number;
  high: number;
  ticks: { tickvals: number[]; ticktext: string[] };
}

function drawn(trace: Part, axis: string) {
  const dimensions = ((trace["dimensions"] as Part[]) ?? [])
    .filter((dimension) => dimension["visible"] !== false && Array.isArray(dimension["values"]))
    .map(readDimension);
  const { x = [0, 1], y = [0, 1] } = (trace["domain"] ?? {}) as { x?: number[]; y?: number[] };
  const last = Math.max(1, dimensions.length - 1);
  const at = { xref: `x${axis}`, yref: `y${axis}` };
  const font = (trace["tickfont"] ?? trace["labelfont"] ?? {}) as Part;
  const share = ({ low, high }: Dimension, value: number) => (value - low) / (high - low || 1);
  const frame = { visible: false, fixedrange: true };
  return {
    axes: {
      [`xaxis${axis}`]: { ...frame, domain: x, range: [-0.02, last + 0.02], anchor: at.yref },
      [`yaxis${axis}`]: { ...frame, domain: y, range: [-0.02, 1.02], anchor: at.xref },
    },
    shapes: dimensions.map((_, index) => ({
      type: "line",
      ...at,
      x0: index,
      x1: index,
      y0: 0,
      y1: 1,
      line: { width: 1, color: (font["color"] as string) ?? "#888888" },
    })),
    annotations: dimensions.flatMap((dimension, index) => [
      words(at, index, 1, dimension.label, { yanchor: "bottom", yshift: 8 }, trace["labelfont"]),
      ...dimension.ticks.tickvals.map((value, i) =>
        words(
          at,
          index,
          share(dimension, value),
          dimension.ticks.ticktext[i] ?? String(value),
          { xanchor: "right", xshift: -5 },
          trace["tickfont"],
        ),
      ),
    ]),
    traces: lines(trace, dimensions, share).map((line) => ({
      type: "scatter",
      mode: "lines",
      xaxis: at.xref,
      yaxis: at.yref,
      hoverinfo: "skip",
      showlegend: false,
      ...line,
    })),
  };
}

function words(at: Part, x: number, y: number, text: string, place: Part, font: unknown): Part {
  return { ...at, x, y, text, showarrow: false, ...place, ...(font ? { font } : {}) };
}

function readDimension(dimension: Part): Dimension {
  const values = dimension["values"] as number[];
  const finite = values.filter(Number.isFinite);
  const [low = 0, high = 1] = (dimension["range"] as number[] | undefined) ?? [
    finite.reduce((a, b) => Math.min(a, b), Infinity),
    finite.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const tickvals = dimension["tickvals"] as number[] | undefined;
  const ticks = tickvals
    ? { tickvals, ticktext: (dimension["ticktext"] as string[]) ?? tickvals.map(String) }
    : linearTicks({ low: Math.min(low, high), high: Math.max(low, high) });
  return { label: String(dimension["label"] ?? ""), values, low, high, ticks };
}

/** One trace for each step of the colour scale, in the order of colours, so that the last lies on top. */
function lines(
  trace: Part,
  dimensions: Dimension[],
  share: (dimension: Dimension, value: number) => number,
): Part[] {
  const line = (trace["line"] ?? {}) as Part;
  const count = dimensions.reduce((most, { values }) => Math.max(most, values.length), 0);
  const numbers = Array.isArray(line["color"]) ? (line["color"] as number[]) : undefined;
  const finite = (numbers ?? []).filter(Number.isFinite);
  const low = (line["cmin"] as number) ?? finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = (line["cmax"] as number) ?? finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const scale = scaleOf(line["colorscale"], line["reversescale"] === true);
  const steps = new Map<number, { x: (number | null)[]; y: (number | null)[] }>();
  for (let i = 0; i < count; i++) {
    const place = numbers ? ((numbers[i] as number) - low) / (high - low || 1) : 0;
    const step = Math.round((STEPS - 1) * Math.min(1, Math.max(0, place || 0)));
    const { x, y } = steps.get(step) ?? { x: [], y: [] };
    for (const [index, dimension] of dimensions.entries()) {
      const value = dimension.values[i];
      x.push(index);
      y.push(Number.isFinite(value) ? share(dimension, value as number) : null);
    }
    x.push(null);
    y.push(null);
    steps.set(step, { x, y });
  }
  return [...steps]
    .toSorted(([a], [b]) => a - b)
    .map(([step, { x, y }]) => ({
      x,
      y,
      line: {
        width: 1,
        color: numbers ? colourAt(scale, step / (STEPS - 1)) : (line["color"] ?? "#636efa"),
      },
    }));
}
