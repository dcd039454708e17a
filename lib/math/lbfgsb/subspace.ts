import type { CauchyPoint } from "./cauchy-point.ts";
import type { HessianModel } from "./hessian-model.ts";
import { invert } from "./invert.ts";

/**
 * The minimum of the quadratic model over the variables that are free at the Cauchy point, by the
 * direct primal method (Byrd, Lu, Nocedal and Zhu 1995, section 5.1), then brought into the box:
 * projected where that still is a descent direction, shortened where it is not (Morales and Nocedal
 * 2011).
 */
export function minimizeSubspace(
  x: Float64Array,
  gradient: Float64Array,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  model: HessianModel,
  cauchy: CauchyPoint,
): Float64Array {
  const start = cauchy.x;
  const free: number[] = [];
  for (let place = 0; place < x.length; place++) {
    if (start[place]! > lower[place]! && start[place]! < upper[place]!) free.push(place);
  }
  if (free.length === 0 || model.size === 0) return start;
  const step = freeStep(x, gradient, model, cauchy, free);
  if (step === undefined) return start;

  const target = Float64Array.from(start);
  let descent = 0;
  free.forEach((place, index) => {
    const there = start[place]! + step[index]!;
    target[place] = Math.min(Math.max(there, lower[place]!), upper[place]!);
  });
  for (let place = 0; place < x.length; place++)
    descent += (target[place]! - x[place]!) * gradient[place]!;
  if (descent < 0) return target;

  let share = 1;
  free.forEach((place, index) => {
    const move = step[index]!;
    if (move > 0) share = Math.min(share, (upper[place]! - start[place]!) / move);
    else if (move < 0) share = Math.min(share, (lower[place]! - start[place]!) / move);
  });
  const shortened = Float64Array.from(start);
  free.forEach((place, index) => {
    const there = start[place]! + share * step[index]!;
    shortened[place] = Math.min(Math.max(there, lower[place]!), upper[place]!);
  });
  return shortened;
}

/** The model's Newton step of the free variables from the Cauchy point; undefined if it has none. */
function freeStep(
  x: Float64Array,
  gradient: Float64Array,
  model: HessianModel,
  cauchy: CauchyPoint,
  free: readonly number[],
): Float64Array | undefined {
  const theta = model.scale;
  const width = 2 * model.size;
  const rows = free.map((place) => {
    const row = new Float64Array(width);
    model.row(place, row);
    return row;
  });
  // The model's gradient at the Cauchy point: r = Zᵀ(g + θ(xᶜ − x) − W M c).
  const middleMoved = model.timesMiddle(cauchy.moved);
  const reduced = new Float64Array(free.length);
  const projected = new Float64Array(width);
  const gram = new Float64Array(width * width);
  free.forEach((place, index) => {
    const row = rows[index]!;
    let value = gradient[place]! + theta * (cauchy.x[place]! - x[place]!);
    for (let k = 0; k < width; k++) value -= row[k]! * middleMoved[k]!;
    reduced[index] = value;
    for (let k = 0; k < width; k++) {
      projected[k]! += row[k]! * value;
      for (let j = 0; j < width; j++) gram[k * width + j]! += row[k]! * row[j]!;
    }
  });
  // (I − M WᵀZZᵀW / θ) v = M WᵀZ r, by Sherman, Morrison and Woodbury.
  const system = new Float64Array(width * width);
  for (let k = 0; k < width; k++) {
    for (let j = 0; j < width; j++) {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += model.middle[k * width + i]! * gram[i * width + j]!;
      system[k * width + j] = (k === j ? 1 : 0) - sum / theta;
    }
  }
  const inverse = invert(system, width);
  if (inverse === undefined) return undefined;
  const right = model.timesMiddle(projected);
  const solved = new Float64Array(width);
  for (let k = 0; k < width; k++) {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += inverse[k * width + j]! * right[j]!;
    solved[k] = sum;
  }
  return Float64Array.from(free, (_, index) => {
    const row = rows[index]!;
    let value = reduced[index]!;
    for (let k = 0; k < width; k++) value += (row[k]! * solved[k]!) / theta;
    return -value / theta;
  });
}
