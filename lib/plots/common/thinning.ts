/** Below this many points all are drawn. */
const PLENTY = 600;

/** How finely points are told apart. */
export interface ThinningGrid {
  /** Cells of the grid on which points that would cover one another are drawn once. */
  readonly columns: number;
  readonly rows: number;
  /** With more points than this the grid is made coarser: marks that fill the picture already say no more. */
  readonly most?: number;
}

/** Cells of about two pixels each, less than a mark. */
const GRID: ThinningGrid = { columns: 400, rows: 140 };

/** By how much a grid is made coarser at a time. */
const COARSER = 0.8;

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
  { columns, rows, most = Infinity }: ThinningGrid = GRID,
): T[] {
  if (points.length <= PLENTY) return points;
  const cells = new Map<number, T>();
  for (const point of points) {
    cells.set(
      Math.round(across(point) * columns) * Math.ceil(rows * 4) + Math.round(up(point) * rows),
      point,
    );
  }
  const left = [...cells.values()];
  if (left.length <= most || columns < 2) return left;
  const coarser = { columns: columns * COARSER, rows: rows * COARSER, most };
  return thinned(left, across, up, coarser);
}
