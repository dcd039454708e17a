/** From worse to better as a colour: five steps for lines and marks, six for fills. */
import { token, type TokenName } from "./theme.ts";

const QUALITY = ["quality0", "quality1", "quality2", "quality3", "quality4"] as const;
const AREA = ["area0", "area1", "area2", "area3", "area4", "area5"] as const;

/** The colour of a line or a mark; `share` is the share of trials that are no better, 0 (worst) … 1 (best). */
export function qualityToken(share: number): TokenName {
  const step = Math.floor(Math.min(1, Math.max(0, share)) * QUALITY.length);
  return QUALITY[Math.min(step, QUALITY.length - 1)] as TokenName;
}

/** A Plotly colour scale for fills, from worse (0) to better (1). */
export const areaScale: readonly (readonly [number, string])[] = AREA.map(
  (name, step) => [step / (AREA.length - 1), token(name)] as const,
);

/** A Plotly colour scale for marks, from worse (0) to better (1). */
export const qualityScale: readonly (readonly [number, string])[] = QUALITY.map(
  (name, step) => [step / (QUALITY.length - 1), token(name)] as const,
);

/**
 * The share of values that each is at least as good as, 0 (worst) … 1 (best): what colours by quality go
 * by, since one bad value must not squash the rest. Equal values share the better rank.
 *
 * @param losses lower is better
 */
export function qualityRanks(losses: readonly number[]): number[] {
  const sorted = losses.toSorted((one, other) => one - other);
  const place = new Map<number, number>();
  sorted.forEach((loss, rank) => {
    if (!place.has(loss)) place.set(loss, rank);
  });
  const last = Math.max(1, losses.length - 1);
  return losses.map((loss) => 1 - (place.get(loss) ?? 0) / last);
}
