/** Labels at the ends of lines, moved apart so that none covers another. */
import { note } from "./layout.ts";
import type { TokenName } from "./theme.ts";

/**
 * Places moved as little as needed to be at least `gap` apart, each as near to its own as its neighbours
 * allow, in the order given.
 *
 * @param places pixels, in any order
 * @param low none is moved below, where there is room for all
 * @param high none is moved above
 */
export function movedApart(
  places: readonly number[],
  gap: number,
  low = -Infinity,
  high = Infinity,
): number[] {
  const order = places.map((_, k) => k).toSorted((one, other) => places[one]! - places[other]!);
  // Groups that touch are centred on the mean of where their members want to be.
  const groups: { wanted: number; members: number[] }[] = [];
  const start = ({ wanted, members }: { wanted: number; members: number[] }): number => {
    const room = (members.length - 1) * gap;
    return Math.max(low, Math.min(high - room, wanted - room / 2));
  };
  for (const k of order) {
    let group = { wanted: places[k]!, members: [k] };
    for (let before = groups.at(-1); before !== undefined; before = groups.at(-1)) {
      if (start(before) + before.members.length * gap <= start(group)) break;
      groups.pop();
      const [one, other] = [before.members.length, group.members.length];
      group = {
        wanted: (before.wanted * one + group.wanted * other) / (one + other),
        members: [...before.members, ...group.members],
      };
    }
    groups.push(group);
  }
  const moved = [...places];
  for (const group of groups)
    group.members.forEach((k, place) => (moved[k] = start(group) + place * gap));
  return moved;
}

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
  const moved = movedApart(places, gap, 6, height - 6);
  return labels.map(({ x, y, html, colour }, k) =>
    note(x, y, html, colour, { dx: 10, dy: Math.round(moved[k]! - places[k]!) }),
  );
}
