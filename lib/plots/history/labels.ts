/** Labels beside marks, moved apart so that none covers another. */
import { plotlyRange, position } from "../common/axis.ts";
import type { HistoryData } from "./data.ts";
import { note } from "../common/layout.ts";

/** Pixels that one label needs beside and above another. */
const LABEL_WIDTH = 22;
const LABEL_HEIGHT = 14;

/** Assumed size of the plot in pixels; the true width is only known to whoever draws. */
const PLOT = { width: 490, height: 150 };

/** A ring above which a label of another ring would cover this one. */
const RING_REACH = { width: 18, height: 26 };

/**
 * The numbers of the running trials above their rings, or left of a ring whose right neighbour is too close
 * for that; on the rail, beside the last ring.
 */
export function runningLabels(data: HistoryData): Record<string, unknown>[] {
  const range = data.range;
  const placed: { x: number; y: number }[] = [];
  const labels: Record<string, unknown>[] = [];
  // More than a handful of numbers is noise: their rings are enough.
  const named = data.running.length <= 8 ? data.running : [];
  const [low, high] = range ? plotlyRange(data.scale, range) : [0, 1];
  const rings = named.flatMap((point) => {
    if (point.rail || point.value === undefined || range === undefined) return [];
    const place = position(data.scale, point.value);
    const x = (point.number / (data.lastNumber + 1)) * PLOT.width;
    return [{ number: point.number, place, x, y: ((place - low) / (high - low)) * PLOT.height }];
  });
  for (const { number, place, x, y: ring } of rings) {
    const isBesideAnother = rings.some(
      (other) =>
        other.x > x &&
        other.x - x < RING_REACH.width &&
        Math.abs(other.y - ring) < RING_REACH.height,
    );
    const own = { size: 11, weight: 600 };
    if (isBesideAnother) {
      placed.push({ x: x - LABEL_WIDTH, y: ring });
      labels.push(
        note(number, place, String(number), "running", { ...own, side: "right", dx: -7, dy: 7 }),
      );
      continue;
    }
    let y = ring;
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
      note(number, place, String(number), "running", {
        ...own,
        side: "center",
        stand: "bottom",
        dy: 7 + raised,
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
