import { type HessianModel, dot } from "./hessian-model.ts";

/** The generalised Cauchy point, and what the subspace step needs of the way there. */
export interface CauchyPoint {
  readonly x: Float64Array;
  /** Wᵀ(xᶜ − x). */
  readonly moved: Float64Array;
}

/**
 * The first local minimum of the quadratic model along the projected steepest descent path
 * x(t) = P(x − t g, l, u): the path bends wherever a variable meets its bound, and the model is a
 * parabola in t on each piece (Byrd, Lu, Nocedal and Zhu 1995, algorithm CP).
 */
export function cauchyPoint(
  x: Float64Array,
  gradient: Float64Array,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  model: HessianModel,
): CauchyPoint {
  const d = x.length;
  const cauchy = Float64Array.from(x);
  const direction = new Float64Array(d);
  // When each variable meets its bound.
  const meets = new Float64Array(d);
  for (let place = 0; place < d; place++) {
    const slope = gradient[place]!;
    meets[place] =
      slope < 0
        ? (x[place]! - upper[place]!) / slope
        : slope > 0
          ? (x[place]! - lower[place]!) / slope
          : Infinity;
    direction[place] = meets[place]! > 0 ? -slope : 0;
  }
  const width = 2 * model.size;
  const theta = model.scale;
  const along = model.project(direction);
  const moved = new Float64Array(width);
  const row = new Float64Array(width);
  // First and second derivative of the model along the piece.
  let slope = -dot(direction, direction);
  if (slope === 0) return { x: cauchy, moved };
  const firstBend = -theta * slope;
  let bend = firstBend - dot(along, model.timesMiddle(along));
  let toMinimum = -slope / bend;
  let now = 0;
  const bends = [...meets.keys()]
    .filter((place) => meets[place]! > 0 && meets[place]! < Infinity)
    .toSorted((one, other) => meets[one]! - meets[other]!);
  for (const place of bends) {
    const wait = meets[place]! - now;
    if (toMinimum < wait) break;
    // The variable arrives at its bound and stays.
    const g = gradient[place]!;
    cauchy[place] = g < 0 ? upper[place]! : lower[place]!;
    const distance = cauchy[place]! - x[place]!;
    for (let k = 0; k < width; k++) moved[k]! += wait * along[k]!;
    model.row(place, row);
    const middleRow = model.timesMiddle(row);
    slope += wait * bend + g * g + theta * g * distance - g * dot(middleRow, moved);
    bend -= theta * g * g + 2 * g * dot(middleRow, along) + g * g * dot(middleRow, row);
    // Rounding may take the curvature to 0 where it is tiny.
    bend = Math.max(bend, Number.EPSILON * firstBend);
    for (let k = 0; k < width; k++) along[k]! += g * row[k]!;
    direction[place] = 0;
    toMinimum = -slope / bend;
    now = meets[place]!;
  }
  const rest = Math.max(toMinimum, 0);
  now += rest;
  for (let place = 0; place < d; place++) {
    if (direction[place] === 0) continue;
    const there = x[place]! + now * direction[place]!;
    cauchy[place] = Math.min(Math.max(there, lower[place]!), upper[place]!);
  }
  for (let k = 0; k < width; k++) moved[k]! += rest * along[k]!;
  return { x: cauchy, moved };
}
