/**
 * The inverse of a small square matrix, by Gauss and Jordan with row pivots; undefined where it has none
 * in double precision.
 *
 * @param matrix row after row, width × width; left as it is
 */
export function invert(matrix: Float64Array, width: number): Float64Array<ArrayBuffer> | undefined {
  const work = Float64Array.from(matrix);
  const inverse = new Float64Array(width * width);
  for (let row = 0; row < width; row++) inverse[row * width + row] = 1;
  for (let column = 0; column < width; column++) {
    let pivot = column;
    for (let row = column + 1; row < width; row++) {
      if (Math.abs(work[row * width + column]!) > Math.abs(work[pivot * width + column]!))
        pivot = row;
    }
    const value = work[pivot * width + column]!;
    if (!(Math.abs(value) > 0 && Math.abs(value) < Infinity)) return undefined;
    if (pivot !== column) {
      swapRows(work, width, pivot, column);
      swapRows(inverse, width, pivot, column);
    }
    for (let k = 0; k < width; k++) {
      work[column * width + k]! /= value;
      inverse[column * width + k]! /= value;
    }
    for (let row = 0; row < width; row++) {
      const factor = work[row * width + column]!;
      if (row === column || factor === 0) continue;
      for (let k = 0; k < width; k++) {
        work[row * width + k]! -= factor * work[column * width + k]!;
        inverse[row * width + k]! -= factor * inverse[column * width + k]!;
      }
    }
  }
  return inverse.every(Number.isFinite) ? inverse : undefined;
}

function swapRows(matrix: Float64Array, width: number, one: number, other: number): void {
  for (let column = 0; column < width; column++) {
    const kept = matrix[one * width + column]!;
    matrix[one * width + column] = matrix[other * width + column]!;
    matrix[other * width + column] = kept;
  }
}
