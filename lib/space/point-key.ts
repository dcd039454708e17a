import type { Point } from "../study/trial-record.ts";
import type { Space } from "./space.ts";

/** Equal for equal configurations and different for different ones, whatever the order of their entries. */
export function pointKey(space: Space, point: Point): string {
  let key = "";
  for (const { path } of space.dimensions) {
    const value = point[path];
    // An inactive dimension still holds its place, so that values never slide into a neighbour's.
    if (typeof value === "number") key += `${value},`;
    else key += value === undefined ? "," : `${JSON.stringify(value)},`;
  }
  return key;
}
