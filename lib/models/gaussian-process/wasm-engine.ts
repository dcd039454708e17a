import type { Kernels } from "../../math/kernels.ts";
import type { Embedding } from "./embedding.ts";
import {
  type Engine,
  type EngineData,
  type Factor,
  type HalfSolved,
  type Prediction,
  type PredictionGradients,
  logLikelihoodOf,
} from "./engine.ts";
import { Layout } from "./layout.ts";
import type { GpParameters } from "./parameters.ts";

// So many groups of 4 candidates share each panel of the factor while it is in the cache.
const BATCH = 16;

/** The engine in WebAssembly with SIMD; its numbers are the plain one's to about 1e-12. */
export function wasmEngine(kernels: Kernels): Engine {
  const { call } = kernels;
  return {
    name: "wasm",

    logLikelihood(data, parameters, gradient) {
      evict(kernels);
      const n = data.y.length;
      const layout = new Layout(data.embedding, parameters);
      const groups = groupsOf(n);
      const lower = kernels.reserve(triangle(groups));
      const upper = kernels.reserve(triangle(groups));
      const slopes = kernels.reserve(triangle(groups));
      const points = kernels.put(layout.pack(data.coordinates, n));
      const weights = kernels.put(layout.weights);
      const alpha = kernels.put(padded(data.y, groups));
      const out = kernels.reserve(layout.size);
      const tile = kernels.reserve(16);
      const { signal, noise } = parameters;
      const { size, metric } = layout;
      call.covariance(points, n, size, metric, weights, signal, noise, lower, slopes, 0, groups);
      if (call.cholesky(lower, 0, groups) === 0) return Number.NaN;
      call.solveVector(lower, alpha, groups);
      call.solveVectorBack(lower, alpha, groups);
      call.invertTransposed(lower, upper, groups);
      const trace = call.likelihoodGradient(
        upper,
        slopes,
        points,
        n,
        size,
        metric,
        weights,
        alpha,
        out,
        groups,
        tile,
      );
      const solved = kernels.at(alpha, n);
      let quadratic = 0;
      for (let i = 0; i < n; i++) quadratic += data.y[i]! * solved[i]!;
      gradient.fill(0);
      const d = data.embedding.columns.length;
      const sums = kernels.at(out, size);
      layout.order.forEach((coordinate, place) => {
        gradient[data.embedding.owner[coordinate]!]! += sums[place]!;
      });
      // tr((αα^T − K⁻¹) K) = yᵀα − n, and K is the signal's part and the noise's.
      gradient[d + 1] = 0.5 * noise * trace;
      gradient[d] = 0.5 * (quadratic - n) - gradient[d + 1]!;
      return logLikelihoodOf(data.y, solved, call.logDeterminant(lower, groups));
    },

    factorize(data, parameters) {
      return factorFrom(kernels, data, parameters, new Float64Array(0), 0);
    },
  };
}

/** Where the resident factor lies in the kernels' memory. */
interface Places {
  readonly lower: number;
  readonly points: number;
  readonly weights: number;
  readonly alpha: number;
  readonly top: number;
}

/** The factor that is in the kernels' memory now, so that predictions in a row need not load it. */
let resident: { readonly factor: WasmFactor; readonly places: Places } | undefined;

function evict(kernels: Kernels): void {
  resident = undefined;
  kernels.release();
}

/** A factor whose first panels may be known. */
function factorFrom(
  kernels: Kernels,
  data: EngineData,
  parameters: GpParameters,
  known: Float64Array,
  knownGroups: number,
): WasmFactor | undefined {
  evict(kernels);
  const { call } = kernels;
  const n = data.y.length;
  const groups = groupsOf(n);
  const layout = new Layout(data.embedding, parameters);
  const packed = layout.pack(data.coordinates, n);
  const lower = kernels.reserve(triangle(groups));
  const points = kernels.put(packed);
  const weights = kernels.put(layout.weights);
  const alpha = kernels.put(padded(data.y, groups));
  kernels.at(lower, triangle(knownGroups)).set(known.subarray(0, triangle(knownGroups)));
  const { signal, noise } = parameters;
  const { size, metric } = layout;
  call.covariance(points, n, size, metric, weights, signal, noise, lower, 0, knownGroups, groups);
  if (call.cholesky(lower, knownGroups, groups) === 0) return undefined;
  call.solveVector(lower, alpha, groups);
  call.solveVectorBack(lower, alpha, groups);
  const factor = new WasmFactor(kernels, {
    data,
    parameters,
    layout,
    packed,
    lower: kernels.at(lower, triangle(groups)).slice(),
    alpha: kernels.at(alpha, n).slice(),
    logDeterminant: call.logDeterminant(lower, groups),
  });
  resident = { factor, places: { lower, points, weights, alpha, top: kernels.top } };
  return factor;
}

interface WasmParts {
  readonly data: EngineData;
  readonly parameters: GpParameters;
  readonly layout: Layout;
  readonly packed: Float64Array;
  readonly lower: Float64Array;
  readonly alpha: Float64Array;
  readonly logDeterminant: number;
}

/** One batch of candidates in the kernels' memory. */
interface Batch {
  readonly places: Places;
  readonly fresh: number;
  readonly groups: number;
  readonly rows: number;
  readonly mean: number;
}

class WasmFactor implements Factor {
  readonly alpha: Float64Array;
  readonly logDeterminant: number;
  readonly #kernels: Kernels;
  readonly #parts: WasmParts;
  readonly #groups: number;

  constructor(kernels: Kernels, parts: WasmParts) {
    this.#kernels = kernels;
    this.#parts = parts;
    this.alpha = parts.alpha;
    this.logDeterminant = parts.logDeterminant;
    this.#groups = groupsOf(parts.alpha.length);
  }

  predict(coordinates: Float64Array, count: number): Prediction {
    const { call } = this.#kernels;
    const mean = new Float64Array(count);
    const explained = new Float64Array(count);
    this.#inBatches(coordinates, count, 0, (batch, first, size) => {
      const { places, rows, groups } = batch;
      mean.set(this.#kernels.at(batch.mean, size), first);
      call.solveRows(places.lower, rows, this.#groups, groups);
      call.rowProducts(rows, 0, this.#groups, groups, 0, batch.mean);
      explained.set(this.#kernels.at(batch.mean, size), first);
    });
    return { mean, explained };
  }

  predictGradients(coordinates: Float64Array, count: number): PredictionGradients {
    const { call } = this.#kernels;
    const { layout, data } = this.#parts;
    const { size, metric } = layout;
    const n = this.alpha.length;
    const mean = new Float64Array(count);
    const explained = new Float64Array(count);
    const byMean = new Float64Array(count * size);
    const byVariance = new Float64Array(count * size);
    const slopesLength = BATCH * 16 * this.#groups;
    this.#inBatches(coordinates, count, slopesLength, (batch, first, rowsOf, slopes) => {
      const { places, rows, groups, fresh } = batch;
      mean.set(this.#kernels.at(batch.mean, rowsOf), first);
      call.solveRows(places.lower, rows, this.#groups, groups);
      call.rowProducts(rows, 0, this.#groups, groups, 0, batch.mean);
      explained.set(this.#kernels.at(batch.mean, rowsOf), first);
      call.solveRowsBack(places.lower, rows, this.#groups, groups);
      const forMean = this.#kernels.reserve(groups * 4 * size);
      const forVariance = this.#kernels.reserve(groups * 4 * size);
      call.predictionGradients(
        fresh,
        groups,
        places.points,
        n,
        size,
        metric,
        slopes,
        rows,
        places.alpha,
        this.#groups,
        forMean,
        forVariance,
      );
      layout.unpack(this.#kernels.at(forMean, groups * 4 * size), byMean, first, rowsOf);
      layout.unpack(this.#kernels.at(forVariance, groups * 4 * size), byVariance, first, rowsOf);
    });
    // From coordinates over their lengthscales to coordinates.
    const inverseLengths = inverseLengthsOf(data.embedding, this.#parts.parameters);
    for (let place = 0; place < byMean.length; place++) {
      byMean[place]! *= inverseLengths[place % size]!;
      byVariance[place]! *= inverseLengths[place % size]!;
    }
    return { mean, explained, byMean, byVariance };
  }

  halfSolve(coordinates: Float64Array, count: number): HalfSolved {
    const n = this.alpha.length;
    const mean = new Float64Array(count);
    const all = new Float64Array(count * n);
    this.#inBatches(coordinates, count, 0, (batch, first, size) => {
      mean.set(this.#kernels.at(batch.mean, size), first);
      this.#kernels.call.solveRows(batch.places.lower, batch.rows, this.#groups, batch.groups);
      const panel = 16 * this.#groups;
      const panels = this.#kernels.at(batch.rows, batch.groups * panel);
      for (let row = 0; row < size; row++) {
        const from = (row >> 2) * panel + (row & 3);
        for (let i = 0; i < n; i++) all[(first + row) * n + i] = panels[from + 4 * i]!;
      }
    });
    return { mean, rows: all };
  }

  append(data: EngineData): Factor | undefined {
    // The last group may have had padded rows: it is made anew.
    const whole = Math.floor(this.alpha.length / 4);
    return factorFrom(this.#kernels, data, this.#parts.parameters, this.#parts.lower, whole);
  }

  /** Candidates in batches, with k as rows, their means, and h where room is asked for it. */
  #inBatches(
    coordinates: Float64Array,
    count: number,
    slopesLength: number,
    work: (batch: Batch, first: number, size: number, slopes: number) => void,
  ): void {
    const places = this.#load();
    const kernels = this.#kernels;
    const { layout, parameters } = this.#parts;
    const n = this.alpha.length;
    const width = layout.size;
    for (let first = 0; first < count; first += 4 * BATCH) {
      const size = Math.min(4 * BATCH, count - first);
      const groups = groupsOf(size);
      const part = coordinates.subarray(first * width, (first + size) * width);
      const fresh = kernels.put(layout.pack(part, size));
      const rows = kernels.reserve(groups * 16 * this.#groups);
      const mean = kernels.reserve(4 * groups);
      const slopes = slopesLength > 0 ? kernels.reserve(slopesLength) : 0;
      kernels.call.crossCovariance(
        fresh,
        groups,
        places.points,
        n,
        width,
        layout.metric,
        places.weights,
        parameters.signal,
        rows,
        slopes,
        this.#groups,
      );
      kernels.call.rowProducts(rows, places.alpha, this.#groups, groups, mean, 0);
      work({ places, fresh, groups, rows, mean }, first, size, slopes);
      kernels.release(places.top);
    }
  }

  /** Brings the factor into the kernels' memory, if another is there. */
  #load(): Places {
    if (resident?.factor === this) return resident.places;
    const kernels = this.#kernels;
    evict(kernels);
    const { lower, packed, layout, alpha } = this.#parts;
    const places = {
      lower: kernels.put(lower),
      points: kernels.put(packed),
      weights: kernels.put(layout.weights),
      alpha: kernels.put(padded(alpha, this.#groups)),
      top: kernels.top,
    };
    resident = { factor: this, places };
    return places;
  }
}

const groupsOf = (rows: number): number => Math.ceil(rows / 4);

/** The numbers of a triangle in panels. */
const triangle = (groups: number): number => 8 * groups * (groups + 1);

function padded(values: Float64Array, groups: number): Float64Array {
  const out = new Float64Array(4 * groups);
  out.set(values);
  return out;
}

function inverseLengthsOf(embedding: Embedding, parameters: GpParameters): Float64Array {
  return Float64Array.from(embedding.owner, (column) => 1 / parameters.lengthscales[column]!);
}
