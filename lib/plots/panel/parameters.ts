import type { PanelModel, ParameterMark } from "../../display/host.ts";
import type { Dimension, Space } from "../../space/space.ts";
import type { Point, Scalar } from "../../study/trial-record.ts";
import { lastName } from "../common/parameter-names.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut } from "../common/words.ts";

type Row = PanelModel["params"][number];

/** The panel has room for so many parameters; the rest is counted. */
const MOST_ROWS = 14;

/** The parameters of one point, in the order of the space, with where in its range each lies. */
export function parameterRows(space: Space, point: Point): Row[] {
  const rows: Row[] = [];
  const done = new Set<string>();
  for (const dimension of space.dimensions) {
    const value = point[dimension.path];
    if (value === undefined || done.has(dimension.path)) continue;
    done.add(dimension.path);
    const items = itemsOf(dimension, point);
    for (const [path] of items) done.add(path);
    const text =
      items.length > 0
        ? items.map(([, item]) => formatSetting(item)).join(", ")
        : formatSetting(value);
    rows.push({
      name: cut(lastName(dimension.path)),
      text: cut(text),
      depth: dimension.condition === undefined ? 0 : 1,
      mark: markOf(dimension, value),
    });
  }
  for (const [path, value] of Object.entries(point)) {
    if (done.has(path)) continue;
    rows.push({ name: cut(path), text: cut(formatSetting(value)), depth: 0, mark: null });
  }
  if (rows.length <= MOST_ROWS) return rows;
  const more = rows.length - (MOST_ROWS - 1);
  return [
    ...rows.slice(0, MOST_ROWS - 1),
    { name: `and ${more} more`, text: "", depth: 0, mark: null },
  ];
}

/** The items of a list of plain values, which stand in the row of its length: `hidden` 137, 64. */
function itemsOf(dimension: Dimension, point: Point): [string, Scalar][] {
  if (!dimension.path.endsWith(".length")) return [];
  const base = dimension.path.slice(0, -".length".length);
  const items: [string, Scalar][] = [];
  for (;;) {
    const path = `${base}[${items.length}]`;
    const value = point[path];
    if (value === undefined) break;
    items.push([path, value]);
  }
  return items;
}

function markOf(dimension: Dimension, value: Scalar): ParameterMark | null {
  if (dimension.kind === "categorical") {
    const index = dimension.choices.indexOf(value);
    const count = dimension.choices.length;
    return index < 0 || count > 12 ? null : { kind: "choices", count, index };
  }
  if (typeof value !== "number") return null;
  const { low, high, log } = dimension;
  const few = dimension.kind === "int" && !log ? (high - low) / dimension.step + 1 : Infinity;
  if (few <= 5) {
    return {
      kind: "choices",
      count: Math.floor(few),
      index: Math.round((value - low) / (dimension.step ?? 1)),
    };
  }
  const at = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return { kind: "slider", at: Number.isFinite(at) ? Math.min(1, Math.max(0, at)) : 0.5 };
}
