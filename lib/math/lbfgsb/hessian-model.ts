import { invert } from "./invert.ts";

/**
 * The compact form of the BFGS model of a Hessian from the last few steps:
 *
 *   B = θI − W M Wᵀ,   W = [Y  θS],   M = [[−D, Lᵀ], [L, θSᵀS]]⁻¹
 *
 * with the steps s in S and the changes of the gradient y in Y as columns, D the diagonal of SᵀY and L
 * what lies below it (Byrd, Lu, Nocedal and Zhu 1995, equations 3.2 to 3.4).
 */
export class HessianModel {
  /** θ. */
  scale = 1;
  /** M, row after row, 2·size × 2·size. */
  middle = new Float64Array(0);
  readonly #memory: number;
  readonly #steps: Float64Array[] = [];
  readonly #changes: Float64Array[] = [];
  readonly #d: number;

  constructor(d: number, memory: number) {
    this.#d = d;
    this.#memory = memory;
  }

  /** How many steps are remembered. */
  get size(): number {
    return this.#steps.length;
  }

  /** Back to the identity. */
  forget(): void {
    this.#steps.length = 0;
    this.#changes.length = 0;
    this.scale = 1;
    this.middle = new Float64Array(0);
  }

  /** Row `place` of W, written to `out`, length 2·size. */
  row(place: number, out: Float64Array): void {
    const size = this.size;
    for (let column = 0; column < size; column++) {
      out[column] = this.#changes[column]![place]!;
      out[size + column] = this.scale * this.#steps[column]![place]!;
    }
  }

  /** Wᵀv. */
  project(vector: Float64Array): Float64Array {
    const size = this.size;
    const out = new Float64Array(2 * size);
    for (let column = 0; column < size; column++) {
      out[column] = dot(this.#changes[column]!, vector);
      out[size + column] = this.scale * dot(this.#steps[column]!, vector);
    }
    return out;
  }

  /** Mv. */
  timesMiddle(vector: Float64Array): Float64Array {
    const width = vector.length;
    const out = new Float64Array(width);
    for (let row = 0; row < width; row++) {
      let sum = 0;
      for (let column = 0; column < width; column++)
        sum += this.middle[row * width + column]! * vector[column]!;
      out[row] = sum;
    }
    return out;
  }

  /** Takes one step into the model, unless its curvature is not positive. */
  remember(
    x: Float64Array,
    gradient: Float64Array,
    nextX: Float64Array,
    nextGradient: Float64Array,
  ): void {
    const step = new Float64Array(this.#d);
    const change = new Float64Array(this.#d);
    for (let place = 0; place < this.#d; place++) {
      step[place] = nextX[place]! - x[place]!;
      change[place] = nextGradient[place]! - gradient[place]!;
    }
    const curvature = dot(step, change);
    const squared = dot(change, change);
    // The authors' rule for skipping a pair, equation 3.9.
    if (!(curvature > Number.EPSILON * squared)) return;
    if (this.#memory < 1) return;
    if (this.size === this.#memory) {
      this.#steps.shift();
      this.#changes.shift();
    }
    this.#steps.push(step);
    this.#changes.push(change);
    this.scale = squared / curvature;
    this.#buildMiddle();
  }

  #buildMiddle(): void {
    const size = this.size;
    const width = 2 * size;
    const matrix = new Float64Array(width * width);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const product = dot(this.#steps[row]!, this.#changes[column]!);
        if (row === column) matrix[row * width + column] = -product;
        if (row > column) {
          matrix[(size + row) * width + column] = product;
          matrix[column * width + size + row] = product;
        }
        matrix[(size + row) * width + size + column] =
          this.scale * dot(this.#steps[row]!, this.#steps[column]!);
      }
    }
    const inverse = invert(matrix, width);
    if (inverse === undefined) this.forget();
    else this.middle = inverse;
  }
}

/** Σ aᵢbᵢ. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < a.length; place++) sum += a[place]! * b[place]!;
  return sum;
}
