/**
 * The linear algebra of lib/math/assembly as a WebAssembly instance, with the memory that it works in.
 */

import { moduleText } from "./kernels/module.ts";

/** What the module offers: see lib/math/assembly. Places are addresses in bytes, 0 meaning none. */
interface KernelFunctions {
  readonly memory: WebAssembly.Memory;
  heapStart(): number;
  cholesky(lower: number, from: number, groups: number): number;
  solveRows(lower: number, rows: number, groups: number, count: number): void;
  solveRowsBack(lower: number, rows: number, groups: number, count: number): void;
  solveVector(lower: number, vector: number, groups: number): void;
  solveVectorBack(lower: number, vector: number, groups: number): void;
  invertTransposed(lower: number, upper: number, groups: number): void;
  logDeterminant(lower: number, groups: number): number;
  covariance(
    points: number,
    n: number,
    size: number,
    metric: number,
    weights: number,
    signal: number,
    noise: number,
    lower: number,
    slopes: number,
    from: number,
    groups: number,
  ): void;
  crossCovariance(
    fresh: number,
    count: number,
    points: number,
    n: number,
    size: number,
    metric: number,
    weights: number,
    signal: number,
    rows: number,
    slopes: number,
    groups: number,
  ): void;
  likelihoodGradient(
    upper: number,
    slopes: number,
    points: number,
    n: number,
    size: number,
    metric: number,
    weights: number,
    alpha: number,
    out: number,
    groups: number,
    tile: number,
  ): number;
  rowProducts(
    rows: number,
    vector: number,
    groups: number,
    count: number,
    products: number,
    squares: number,
  ): void;
  predictionGradients(
    fresh: number,
    count: number,
    points: number,
    n: number,
    size: number,
    metric: number,
    slopes: number,
    weights: number,
    alpha: number,
    groups: number,
    byMean: number,
    byVariance: number,
  ): void;
}

/** The kernels and a stack of memory for them. */
export class Kernels {
  readonly call: KernelFunctions;
  readonly #start: number;
  #top: number;

  constructor(call: KernelFunctions) {
    this.call = call;
    this.#start = Math.ceil(call.heapStart() / 64) * 64;
    this.#top = this.#start;
  }

  /** How far the stack reaches: for {@link release}. */
  get top(): number {
    return this.#top;
  }

  /** Gives back what was reserved since; all of it by default. */
  release(top = this.#start): void {
    this.#top = top;
  }

  /** Room for so many numbers, not cleared; views of the memory made before may no longer be. */
  reserve(numbers: number): number {
    const place = this.#top;
    this.#top = Math.ceil((place + 8 * numbers) / 64) * 64;
    const missing = this.#top - this.call.memory.buffer.byteLength;
    if (missing > 0) this.call.memory.grow(Math.ceil(missing / 65_536));
    return place;
  }

  /** The numbers at a place; only until the next {@link reserve}. */
  at(place: number, numbers: number): Float64Array {
    return new Float64Array(this.call.memory.buffer, place, numbers);
  }

  /** Room with these numbers in it. */
  put(values: Float64Array): number {
    const place = this.reserve(values.length);
    this.at(place, values.length).set(values);
    return place;
  }
}

let kernels: Kernels | undefined | null = null;

/** The kernels, one instance for all; undefined where WebAssembly or its SIMD is missing. */
export function loadKernels(): Kernels | undefined {
  if (kernels === null) kernels = instantiate();
  return kernels;
}

function instantiate(): Kernels | undefined {
  try {
    const bytes = Uint8Array.from(atob(moduleText), (character) => character.codePointAt(0)!);
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      env: {
        abort: () => {
          throw new Error("A kernel was called with what it cannot work on.");
        },
      },
    });
    return new Kernels(instance.exports as unknown as KernelFunctions);
  } catch {
    // Without SIMD the module doesn't compile. The plain functions do the same, slower.
    return undefined;
  }
}
