import type { PanelModel } from "../../display/host.ts";
import type { Dimension, Space } from "../../space/space.ts";
import type { Box } from "../../study/steering.ts";
import type { Point, Scalar } from "../../study/trial-record.ts";
import { lastName } from "../common/parameter-names.ts";
import { formatSetting } from "../common/trial-words.ts";
import { cut } from "../common/words.ts";
import { boxMark, markOf } from "./marks.ts";

type Row = PanelModel["params"][number];

/** The panel has room for so many parameters; the rest is counted. */
const MOST_ROWS = 14;

/**
 * The parameters of one point, in the order of the space, with where in its range each lies.
 *
 * @param box the part of the space that the study was narrowed to
 */
export function parameterRows(space: Space, point: Point, box?: Box): Row[] {
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
    const left = boxMark(dimension, box);
    rows.push({
      name: cut(lastName(dimension.path)),
      text: cut(text),
      depth: dimension.condition === undefined ? 0 : 1,
      mark: markOf(dimension, value),
      path: dimension.path,
      ...(left === undefined ? {} : { box: left }),
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
