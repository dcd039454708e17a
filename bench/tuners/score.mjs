// What runs come to, and how players compare. A run is [trial, gap, trial, gap…]: see match.mjs.
import { randomStream } from "../../dist/lib/math/random.js";
import { compileSpace } from "../../dist/lib/space/compile.js";
import { drawPoint } from "../../dist/lib/space/draw.js";
import { evaluator, improvements, keyOf, STARTUP } from "./match.mjs";

/** Gaps below this share of a problem's scale are equally good; it keeps the logarithm finite. */
export const LEAST = 1e-6;
/** What a run is taken for as long as it has found nothing feasible: ten times the scale. */
const NOTHING = 10;

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
export const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/**
 * A problem's scale: the median gap after all trials of random search, by which every player's gaps are
 * divided.
 */
export function scaleOf(problem, runs = 51) {
  const space = compileSpace(problem.space);
  const ends = Array.from({ length: runs }, (_, run) => {
    const evaluate = evaluator({ ...problem, noise: 0 }, space, run);
    const outcomes = Array.from({ length: problem.trials }, (__, number) =>
      evaluate(drawPoint(space, randomStream(keyOf(problem.name), run, 9, number)), number),
    );
    return improvements(problem, outcomes).at(-1) ?? Infinity;
  });
  const finite = ends.filter(Number.isFinite);
  return finite.length > 0 ? Math.max(median(finite), 1e-9) : 1;
}

/** The gap after each trial, in scales. */
export function curveOf(run, trials, scale) {
  const curve = [];
  let gap = NOTHING;
  for (let number = 0, next = 0; number < trials; number++) {
    if (run[next] === number) {
      gap = Math.max(run[next + 1] / scale, LEAST);
      next += 2;
    }
    curve.push(Math.min(gap, NOTHING));
  }
  return curve;
}

/** Mean log gap of the best so far over the trials after the given ones: smaller is better. */
export const logArea = (curve) => mean(curve.slice(STARTUP).map(Math.log));

/** The chance that a run of the ones scores less than one of the others, ties counting half. */
export function chance(ones, others) {
  let wins = 0;
  for (const one of ones)
    for (const other of others) wins += one < other ? 1 : one === other ? 0.5 : 0;
  return wins / (ones.length * others.length);
}

/**
 * The chance over problems, with what a bootstrap over problems, and over seeds within each, leaves open.
 *
 * @param pairs [ones, others] of each problem: the scores by seed
 * @returns the mean chance, its 95% interval, and how likely it is to be at most ½ (one-sided)
 */
export function compare(pairs, resamples = 2000) {
  const random = randomStream(11);
  const pick = (items) => items.map(() => items[random.int(0, items.length - 1)]);
  const samples = Array.from({ length: resamples }, () =>
    mean(pick(pairs).map(([ones, others]) => chance(pick(ones), pick(others)))),
  ).toSorted((a, b) => a - b);
  const quantile = (share) => samples[Math.floor(share * (resamples - 1))];
  return {
    p: mean(pairs.map(([ones, others]) => chance(ones, others))),
    low: quantile(0.025),
    high: quantile(0.975),
    pValue: (samples.filter((sample) => sample <= 0.5).length + 1) / (resamples + 1),
  };
}

/** Holm's correction: the p values, each raised to what it is worth among all. */
export function holm(values) {
  const order = values
    .map((value, index) => ({ value, index }))
    .toSorted((a, b) => a.value - b.value);
  const corrected = [];
  let least = 0;
  order.forEach(({ value, index }, rank) => {
    least = Math.max(least, Math.min(1, (values.length - rank) * value));
    corrected[index] = least;
  });
  return corrected;
}

/** Ranks of values, from 1, ties sharing their mean. */
export function ranks(values) {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}
