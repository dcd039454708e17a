/** Labels beside marks, moved apart so that none covers another. */
import { position } from "../common/axis.ts";
import type { HistoryData } from "./data.ts";
import { note } from "../common/layout.ts";

/** Pixels that one label needs beside and above another. */
const LABEL_WIDTH = 22;
const LABEL_HEIGHT = 14;

/** Assumed size of the plot in pixels; the true width is only known to whoever draws. */
const PLOT = { width: 490, height: 150 };

/** The numbers of the running trials above their rings; on the rail, beside the last ring. */
export function runningLabels(data: HistoryData): Record<string, unknown>[] {
  const range = data.range;
  const placed: { x: number; y: number }[] = [];
  const labels: Record<string, unknown>[] = [];
  // More than a handful of numbers is noise: their rings are enough.
  const named = data.running.length <= 8 ? data.running : [];
  for (const point of named) {
    if (point.rail || point.value === undefined || range === undefined) continue;
    const place = position(data.scale, point.value);
    const low = position(data.scale, range.low);
    const high = position(data.scale, range.high);
    const x = (point.number / (data.lastNumber + 1)) * PLOT.width;
    let y = ((place - low) / (high - low)) * PLOT.height;
    let raised = 0;
    while (
      placed.some(
        (other) => Math.abs(other.x - x) < LABEL_WIDTH && Math.abs(other.y - y) < LABEL_HEIGHT,
      )
    ) {
      raised += LABEL_HEIGHT;
      y += LABEL_HEIGHT;
    }
    placed.push({ x, y });
    labels.push(
      note(point.number, place, String(point.number), "running", {
        side: "center",
        stand: "bottom",
        dy: 7 + raised,
        size: 11,
        weight: 600,
      }),
    );
  }
  const onRail = named.filter((point) => point.rail);
  const last = onRail.at(-1);
  if (last) {
    const text = onRail.map((point) => point.number).join(", ");
    labels.push(
      note(last.number, 0, text, "running", { yref: "y2", dx: 9, size: 11, weight: 600 }),
    );
  }
  return labels;
}
