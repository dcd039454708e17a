/** Labels at the ends of lines, moved apart so that none covers another. */
import { note } from "./layout.ts";
import { spread } from "./spread.ts";
import type { TokenName } from "./theme.ts";

/** What stands at the end of a line. */
export interface EndLabel {
  /** Where the line ends, as annotations take it: the logarithm on a log axis. */
  readonly x: number;
  readonly y: number;
  /** Escaped. */
  readonly html: string;
  readonly colour: TokenName;
}

/**
 * The labels of several lines as annotations, right of their ends.
 *
 * @param range of the value axis, as Plotly takes it
 * @param height pixels of the plot
 */
export function endLabels(
  labels: readonly EndLabel[],
  range: readonly [number, number],
  height: number,
  gap = 17,
): Record<string, unknown>[] {
  const scale = height / (range[1] - range[0]);
  const places = labels.map(({ y }) => (y - range[0]) * scale);
  const moved = spread(places, gap, { low: 6, high: height - 6 });
  return labels.map(({ x, y, html, colour }, k) =>
    note(x, y, html, colour, { dx: 10, dy: Math.round(moved[k]! - places[k]!) }),
  );
}
