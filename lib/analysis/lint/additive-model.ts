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
  const normal = new Float64Array(m * m);
  const right = new Float64Array(m);
  rows.forEach((row, index) => {
    for (let i = 0; i < m; i++) {
      right[i]! += row[i]! * y[index]!;
      for (let j = 0; j <= i; j++) normal[i * m + j]! += row[i]! * row[j]!;
    }
  });
  // A trace of ridge, so that features that say the same share their effect instead of failing.
  for (let i = 0; i < m; i++) normal[i * m + i]! += 1e-7 * n;
  for (let i = 0; i < m; i++)
    for (let j = 0; j <= i; j++) {
      let left = normal[i * m + j]!;
      for (let k = 0; k < j; k++) left -= normal[i * m + k]! * normal[j * m + k]!;
      normal[i * m + j] = i === j ? Math.sqrt(Math.max(left, 1e-12)) : left / normal[j * m + j]!;
    }
  const down = (b: Float64Array): Float64Array => {
    const x = new Float64Array(m);
    for (let i = 0; i < m; i++) {
      let left = b[i]!;
      for (let k = 0; k < i; k++) left -= normal[i * m + k]! * x[k]!;
      x[i] = left / normal[i * m + i]!;
    }
    return x;
  };
  const effects = down(right);
  for (let i = m - 1; i >= 0; i--) {
    let left = effects[i]!;
    for (let k = i + 1; k < m; k++) left -= normal[k * m + i]! * effects[k]!;
    effects[i] = left / normal[i * m + i]!;
  }
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
      const squares = down(c).reduce((sum, value) => sum + value * value, 0);
      return { estimate, t: estimate / Math.sqrt(variance * squares) };
    },
  };
}
