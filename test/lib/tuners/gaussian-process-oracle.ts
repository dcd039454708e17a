/**
 * A Gaussian process in the plainest form there is, for rows of numbers: mean and variance at one row by
 * solving the linear system of equations (2.25) and (2.26) of Rasmussen and Williams, 2006.
 */
export function plainPosterior(
  rows: readonly (readonly number[])[],
  model: { y: readonly number[]; signal: number; noise: number; lengthscales: readonly number[] },
  at: readonly number[],
): { mean: number; variance: number } {
  const kernel = (one: readonly number[], other: readonly number[]): number => {
    const square = one.reduce(
      (sum, x, k) => sum + ((x - other[k]!) / model.lengthscales[k]!) ** 2,
      0,
    );
    const r = Math.sqrt(5 * square);
    return model.signal * (1 + r + (r * r) / 3) * Math.exp(-r);
  };
  const K = rows.map((one, i) =>
    rows.map((other, j) => kernel(one, other) + (i === j ? model.noise : 0)),
  );
  const here = rows.map((row) => kernel(row, at));
  const weights = solve(K, here);
  return {
    mean: weights.reduce((sum, weight, i) => sum + weight * model.y[i]!, 0),
    variance: model.signal - weights.reduce((sum, weight, i) => sum + weight * here[i]!, 0),
  };
}

/** Gauss's elimination with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const a = matrix.map((row, i) => [...row, right[i]!]);
  const n = a.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k; i < n; i++) if (Math.abs(a[i]![k]!) > Math.abs(a[pivot]![k]!)) pivot = i;
    [a[k], a[pivot]] = [a[pivot]!, a[k]!];
    for (let i = k + 1; i < n; i++) {
      const share = a[i]![k]! / a[k]![k]!;
      for (let j = k; j <= n; j++) a[i]![j]! -= share * a[k]![j]!;
    }
  }
  const x = Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = a[i]![n]!;
    for (let j = i + 1; j < n; j++) sum -= a[i]![j]! * x[j]!;
    x[i] = sum / a[i]![i]!;
  }
  return x;
}
