/** The cells of a mosaic as pictures: the ground, what is known, and what was tried. */
import { formatMeasure } from "../common/numbers.ts";
import { areaScale } from "../common/quality.ts";
import { token } from "../common/theme.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut, escapeText } from "../common/words.ts";
import type { Shade } from "./colour.ts";
import type { MosaicCell, MosaicData } from "./data.ts";
import type { MosaicLayout, Side } from "./layout.ts";

/** Edges of slots and of the gaps between them, and for each slot its place among them. */
function edgesOf({ slots, length }: Side): { edges: number[]; places: number[] } {
  const edges: number[] = [];
  const places: number[] = [];
  for (const [from, to] of slots) {
    if (edges.length === 0 || edges.at(-1)! < from - 1e-9) edges.push(from);
    places.push(edges.length - 1);
    edges.push(to);
  }
  if (edges.at(-1)! < length) edges.push(length);
  return { edges, places };
}

/** Some cells as one picture: coloured by their values, or without a shade the ground of all. */
export function cellTrace(
  data: MosaicData,
  layout: MosaicLayout,
  cells: readonly MosaicCell[],
  shade: Shade | undefined,
  opacity = 1,
  height = 0,
): Record<string, unknown> {
  const across = edgesOf(layout.columns);
  const down = edgesOf(layout.rows);
  const grid = <T>(fill: T): T[][] =>
    Array.from({ length: down.edges.length - 1 }, () =>
      Array.from({ length: across.edges.length - 1 }, () => fill),
    );
  const z = grid<number | null>(null);
  const texts = grid("");
  for (const cell of cells) {
    if (shade !== undefined && cell.value === undefined) continue;
    const slot = layout.slotOf(cell);
    const [row, column] = [down.places[slot.row]!, across.places[slot.column]!];
    z[row]![column] = shade === undefined ? 0 : Number(shade.of(cell.value!).toPrecision(4));
    texts[row]![column] = hover(data, cell);
  }
  const trace = {
    type: "heatmap",
    x: across.edges,
    y: down.edges,
    z,
    opacity,
    showscale: false,
    hoverongaps: false,
  };
  if (shade === undefined) {
    const ground = [
      [0, token("rail")],
      [1, token("rail")],
    ];
    return { ...trace, zmin: 0, zmax: 1, colorscale: ground, hovertext: texts, hoverinfo: "text" };
  }
  const scale = { zmin: shade.low, zmax: shade.high, colorscale: areaScale };
  // One of the layers says it all to the pointer: the lowest, which has every cell.
  if (height === 0) return { ...trace, ...scale, hoverinfo: "skip" };
  return {
    ...trace,
    ...scale,
    hoverinfo: "skip",
    showscale: true,
    colorbar: colourBar(shade, height),
  };
}

function colourBar(shade: Shade, height: number): Record<string, unknown> {
  return {
    orientation: "h",
    x: 1,
    xanchor: "right",
    y: 1 - 64 / height,
    yref: "container",
    yanchor: "middle",
    xpad: 0,
    ypad: 0,
    len: 230,
    lenmode: "pixels",
    thickness: 9,
    outlinewidth: 0,
    ticklen: 3,
    tickcolor: token("axis"),
    tickfont: { size: 11, color: token("text") },
    tickvals: shade.ticks.at,
    ticktext: shade.ticks.text,
    title: { text: "" },
  };
}

function hover(data: MosaicData, { point, value, trial }: MosaicCell): string {
  const settings = data.levels.flatMap(({ path }) =>
    point[path] === undefined ? [] : [escapeText(cut(formatSetting(point[path]), 40))],
  );
  const head = trial === undefined ? "not tried" : `<b>trial ${trial.number}</b>`;
  return `${head} · ${formatMeasure(value)}<br>${settings.join(" · ")}`;
}
