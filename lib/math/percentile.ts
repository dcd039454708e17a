/**
 * The value below which `share` percent of some numbers lie, interpolated linearly between two of them:
 * with the numbers sorted, the place (n − 1) · share / 100 (Hyndman and Fan, "Sample quantiles in
 * statistical packages", The American Statistician 50, 1996, definition 7; NumPy's default).
 *
 * @param values at least one, without NaN, in any order
 * @param share 0 … 100
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = ((sorted.length - 1) * share) / 100;
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  // Also where both are infinite, whose difference is none.
  if (below === above) return below;
  const weight = place - Math.floor(place);
  // From the nearer end, so that both are met exactly.
  return weight < 0.5 ? below + (above - below) * weight : above - (above - below) * (1 - weight);
}
