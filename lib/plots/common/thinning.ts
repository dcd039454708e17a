/** Below this many points all are drawn. */
const PLENTY = 600;

/** Cells of the grid on which points that would cover one another are drawn once: about two pixels each, less than a mark. */
const COLUMNS = 400;
const ROWS = 140;

/**
 * Of points that fall on the same few pixels keeps the newest, so that thousands of trials cost no more
 * than a picture has pixels; below 600 points all stay.
 *
 * @param across a point's place from left to right, 0…1
 * @param up from bottom to top, 0…1
 */
export function thinned<T>(
  points: T[],
  across: (point: T) => number,
  up: (point: T) => number,
): T[] {
  if (points.length <= PLENTY) return points;
  const cells = new Map<number, T>();
  for (const point of points) {
    cells.set(
      Math.round(across(point) * COLUMNS) * (ROWS * 4) + Math.round(up(point) * ROWS),
      point,
    );
  }
  return [...cells.values()];
}
