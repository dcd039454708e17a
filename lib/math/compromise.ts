import { percentile } from "./percentile.ts";

/**
 * The best compromise of a front: of the points that are not the best of a single objective, the one nearest to
 * the corner of the best values; the "compromise solution" of Zeleny (1973) with p = 2. Each objective is measured
 * from its best on the front (0) to its median (1), not to its worst as there: the ends of a front are often far
 * off, and would make all that is of interest alike.
 *
 * @param losses a row for each point of the front, a column for each objective; less is better
 * @returns its row; the first of equals. Where each point is the best of something, the nearest of all. Undefined
 *   for less than three points, between which there is nothing to choose
 */
export function compromise(losses: readonly (readonly number[])[]): number | undefined {
  if (losses.length < 3) return undefined;
  const ends = losses[0]!.map((_, k) => {
    const column = losses.map((row) => row[k]!);
    const best = Math.min(...column);
    const middle = percentile(column, 50);
    return { best, far: middle > best ? middle : Math.max(...column) };
  });
  const shares = losses.map((row) =>
    row.map((loss, k) => {
      const { best, far } = ends[k]!;
      return far > best ? (loss - best) / (far - best) : 0;
    }),
  );
  const leads = (row: readonly number[]) =>
    row.some((share, k) => share === 0 && ends[k]!.far > ends[k]!.best);
  const rows = [...shares.keys()];
  const between = rows.filter((row) => !leads(shares[row]!));
  const distance = (row: number) => Math.hypot(...shares[row]!);
  return (between.length > 0 ? between : rows).reduce((nearest, row) =>
    distance(row) < distance(nearest) ? row : nearest,
  );
}
