/**
 * Points spread evenly over the simplex of directions.
 *
 * Notation: m objectives, p divisions; points with coordinates i/p that sum to 1, C(p + m − 1, m − 1) of them.
 */

/**
 * Das and Dennis' reference points ("Normal-boundary intersection", SIAM J. Optimization 8(3), 1998), in
 * lexicographic order.
 *
 * @throws RangeError where objectives or divisions are no integers from 1 on
 */
export function dasDennis(objectives: number, divisions: number): number[][] {
  for (const [name, value] of Object.entries({ objectives, divisions })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`${name} is ${value}; an integer from 1 on is needed`);
    }
  }
  const points: number[][] = [];
  const extend = (point: readonly number[], left: number): void => {
    if (point.length === objectives - 1) {
      points.push([...point, left / divisions]);
      return;
    }
    for (let share = 0; share <= left; share++) extend([...point, share / divisions], left - share);
  };
  extend([], divisions);
  return points;
}

/** The least number of divisions that gives at least so many points. */
export function divisionsFor(objectives: number, points: number): number {
  if (objectives === 1) return 1;
  let divisions = 1;
  let count = objectives;
  while (count < points) {
    divisions++;
    count = (count * (divisions + objectives - 1)) / divisions;
  }
  return divisions;
}
