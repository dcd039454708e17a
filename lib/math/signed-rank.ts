/**
 * Wilcoxon's signed-rank test: do paired differences tend to be above 0?
 *
 * d₁ … dₙ  differences
 * rᵢ       the rank of |dᵢ|, 1 … n, equal ones sharing their mean rank
 * R⁺       Σ rᵢ over dᵢ > 0, and half the ranks of the zeros ("zsplit")
 *
 * Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1, 1945.
 */

import { normalCdf } from "./normal.ts";

/** Up to this many differences every assignment of signs is counted; beyond, R⁺ counts as normal. */
const EXACT_UP_TO = 50;

/**
 * The probability of an R⁺ at least as large as the one observed, if differences were as likely to be
 * positive as negative. Exact for up to 50 differences, ties and zeros included; beyond that by the normal
 * distribution, corrected for ties.
 *
 * @param differences finite; where none differs from 0, the answer is 1
 */
export function signedRankPValue(differences: readonly number[]): number {
  const n = differences.length;
  const order = differences.toSorted((one, other) => Math.abs(one) - Math.abs(other));
  // Twice the ranks, which are integers even where equal ones share a mean.
  const twice = new Float64Array(n);
  let tieTerm = 0;
  for (let from = 0; from < n;) {
    // What is not even equal to itself (NaN) stands alone, too.
    let to = from + 1;
    while (to < n && Math.abs(order[to]!) === Math.abs(order[from]!)) to++;
    twice.fill(from + 1 + to, from, to);
    const tied = to - from;
    tieTerm += tied ** 3 - tied;
    from = to;
  }
  let positive = 0;
  let zeros = 0;
  const signed: number[] = [];
  order.forEach((difference, index) => {
    const rank = twice[index]!;
    if (difference === 0) zeros += rank;
    else signed.push(rank);
    if (difference > 0) positive += rank;
  });
  if (signed.length === 0) return 1;
  if (n <= EXACT_UP_TO) return tailOfSums(signed, positive);

  const mean = (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1) - tieTerm / 2) / 24;
  const statistic = positive / 2 + zeros / 4;
  return normalCdf((mean - statistic) / Math.sqrt(variance));
}

/** The probability that a sum of these numbers, each taken or left by a fair coin, is at least `bound`. */
function tailOfSums(numbers: readonly number[], bound: number): number {
  const total = numbers.reduce((sum, number) => sum + number, 0);
  const chances = new Float64Array(total + 1);
  chances[0] = 1;
  let reach = 0;
  for (const number of numbers) {
    reach += number;
    for (let sum = reach; sum >= 0; sum--) {
      const taken = sum >= number ? chances[sum - number]! : 0;
      chances[sum] = (chances[sum]! + taken) / 2;
    }
  }
  let tail = 0;
  // The small ones first.
  for (let sum = total; sum >= bound; sum--) tail += chances[sum]!;
  return tail;
}
