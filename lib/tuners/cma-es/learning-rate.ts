/**
 * Learning rates that adapt to how clear the signal is: LRA-CMA-ES (Nomura, Akimoto and Ono, "CMA-ES with
 * learning rate adaptation: can CMA-ES with default population size solve multimodal and noisy problems?",
 * GECCO 2023). Noisy and many-peaked objectives are learnt more slowly, smooth ones at full speed.
 *
 * Notation: η of the mean and of the covariance; Δ, a step in the coordinates where the distribution is
 * standard normal; E and V, moving averages of Δ and ‖Δ‖², whose ratio estimates signal to noise.
 */

import { exp, ln } from "../../math/elementary.ts";
import { symmetricEigen } from "../../math/symmetric-eigen.ts";
import { type Gaussian, inItsAxes, whitened } from "./gaussian.ts";

/** One learning rate and what it was estimated from. */
interface Rate {
  /** η, up to 1. */
  readonly rate: number;
  /** E. */
  readonly drift: Float64Array;
  /** V. */
  readonly power: number;
}

/** Never changed; an update makes others. */
export interface Rates {
  readonly mean: Rate;
  readonly covariance: Rate;
}

const TARGET = 1.4; // α
const MEMORY = { mean: 0.1, covariance: 0.03 }; // β
const DAMPING = 0.1; // γ

/** Full speed, nothing known. */
export function startRates(d: number): Rates {
  return {
    mean: { rate: 1, drift: new Float64Array(d), power: 0 },
    covariance: { rate: 1, drift: new Float64Array(d * d), power: 0 },
  };
}

/** The step from one distribution to the next, shortened to what the signal is worth. */
export function adapted(
  before: Gaussian,
  after: Gaussian,
  rates: Rates,
  separable = false,
): { gaussian: Gaussian; rates: Rates } {
  const d = before.mean.length;
  const full = (gaussian: Gaussian): Float64Array =>
    gaussian.covariance.map((element) => element * gaussian.step ** 2);
  const start = full(before);
  const change = full(after).map((element, index) => element - start[index]!);
  const move = after.mean.map((m, k) => m - before.mean[k]!);
  const local = (vector: Float64Array): Float64Array =>
    whitened(before, vector).map((part) => part / before.step);
  const mean = adaptRate(rates.mean, local(move), MEMORY.mean);
  const localChange = onBothSides(change, local, d).map((element) => element / Math.SQRT2);
  const covariance = adaptRate(rates.covariance, localChange, MEMORY.covariance);
  const sigma = start.map((element, index) => element + covariance.rate * change[index]!);
  // det(C) = 1 from here on: the scale goes into σ.
  const { values } = symmetricEigen(sigma, d);
  const logVolume = values.reduce((sum, v) => sum + ln(Math.max(v, Number.MIN_VALUE)), 0);
  const step = exp(logVolume / (2 * d));
  return {
    gaussian: {
      ...after,
      mean: before.mean.map((m, k) => m + mean.rate * move[k]!),
      ...inItsAxes(
        sigma.map((element) => element / step ** 2),
        d,
        separable,
      ),
      // A mean that learns more slowly needs a wider step to keep its optimum (section 3.4).
      step: (step * rates.mean.rate) / mean.rate,
    },
    rates: { mean, covariance },
  };
}

function adaptRate({ rate, drift, power }: Rate, step: Float64Array, memory: number): Rate {
  const next = drift.map((part, index) => (1 - memory) * part + memory * step[index]!);
  const nextPower = (1 - memory) * power + memory * squared(step);
  const length = squared(next);
  const ratio = (length - (memory / (2 - memory)) * nextPower) / (nextPower - length);
  const excess = Math.min(Math.max(ratio / TARGET / rate - 1, -1), 1);
  const nextRate = rate * exp(Math.min(DAMPING * rate, memory) * excess);
  // No movement at all says nothing.
  const known = Number.isFinite(nextRate) ? Math.min(nextRate, 1) : rate;
  return { rate: known, drift: next, power: nextPower };
}

/** S M S for a symmetric M, where `apply` multiplies a vector by the symmetric S. */
function onBothSides(
  matrix: Float64Array,
  apply: (vector: Float64Array) => Float64Array,
  d: number,
): Float64Array {
  const byRows = (rows: Float64Array): Float64Array => {
    const product = new Float64Array(d * d);
    for (let row = 0; row < d; row++) {
      const applied = apply(rows.slice(row * d, (row + 1) * d));
      // Transposed on the way, so that doing it twice covers both sides.
      for (let k = 0; k < d; k++) product[k * d + row] = applied[k]!;
    }
    return product;
  };
  return byRows(byRows(matrix));
}

function squared(vector: Float64Array): number {
  return vector.reduce((sum, part) => sum + part * part, 0);
}
