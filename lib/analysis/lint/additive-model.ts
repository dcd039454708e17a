import {
  choleskyInPlace,
  packedRow,
  solveLower,
  solveLowerTransposed,
} from "../../math/cholesky.ts";

/**
 * A linear model by least squares, with what is needed to ask whether a combination of its effects is real.
 *
 * | symbol | meaning | shape |
 * |---|---|---|
 * | X | features, the first of them 1 | n × m |
 * | β̂ = (XᵀX)⁻¹ Xᵀy | effects | m |
 * | s² = RSS / (n − m) | variance of the residuals | |
 * | cᵀβ̂ ± s √(cᵀ(XᵀX)⁻¹c) | a combination of effects and its standard error | |
 */
export interface LinearFit {
  readonly effects: Float64Array;
  readonly residualSquares: number;
  /** cᵀβ̂ and its t: the estimate in standard errors. `entries` are the places of c that are not 0. */
  contrast(entries: readonly (readonly [place: number, factor: number])[]): {
    readonly estimate: number;
    readonly t: number;
  };
}

/** @returns undefined where there are no more rows than features. */
export function fitLinear(
  rows: readonly Float64Array[],
  y: readonly number[],
): LinearFit | undefined {
  const n = rows.length;
  const m = rows[0]?.length ?? 0;
  if (n <= m + 1) return undefined;
  const factor = new Float64Array(packedRow(m));
  const effects = new Float64Array(m);
  rows.forEach((row, index) => {
    for (let i = 0; i < m; i++) {
      effects[i]! += row[i]! * y[index]!;
      for (let j = 0; j <= i; j++) factor[packedRow(i) + j]! += row[i]! * row[j]!;
    }
  });
  // A trace of ridge, so that features that say the same share their effect instead of failing.
  for (let i = 0; i < m; i++) factor[packedRow(i) + i]! += 1e-7 * n;
  if (!choleskyInPlace(factor, m)) return undefined;
  solveLower(factor, m, effects);
  solveLowerTransposed(factor, m, effects);
  let residualSquares = 0;
  rows.forEach((row, index) => {
    const predicted = row.reduce((sum, value, i) => sum + value * effects[i]!, 0);
    residualSquares += (y[index]! - predicted) ** 2;
  });
  const variance = Math.max(residualSquares / (n - m), 1e-12);
  return {
    effects,
    residualSquares,
    contrast(entries) {
      const c = new Float64Array(m);
      let estimate = 0;
      for (const [place, factor] of entries) {
        c[place]! += factor;
        estimate += factor * effects[place]!;
      }
      // cᵀ(XᵀX)⁻¹c = ‖L⁻¹c‖².
      solveLower(factor, m, c);
      const squares = c.reduce((sum, value) => sum + value * value, 0);
      return { estimate, t: estimate / Math.sqrt(variance * squares) };
    },
  };
}
