/**
 * Crossover and mutation of points in the unit cube.
 *
 * Notation: η, the distribution index: how close children stay to their parents, the larger the closer.
 * A coordinate is NaN where its dimension is not active.
 */

import type { RandomStream } from "../../math/random.ts";
import type { Axis, UnitCube } from "../../space/vectors.ts";

/** Where a coordinate of a child comes from. */
export type Origin = "first" | "second" | "blend" | "mutation";

/** A child and how it came about. */
export interface Child {
  readonly vector: Float64Array;
  /** For each axis of the cube. */
  readonly origins: Origin[];
}

/** How children are made of two parents. */
export interface Variation {
  /** How likely the parents are crossed at all, rather than the first one copied. */
  readonly crossover: number;
  /** How likely each coordinate mutates; "auto": one in the number of active ones. */
  readonly mutation: number | "auto";
  /** η of simulated binary crossover. */
  readonly crossoverIndex: number;
  /** η of polynomial mutation. */
  readonly mutationIndex: number;
}

/**
 * A child of two parents. Numbers are blended by simulated binary crossover, half of them, and mutate by
 * Deb's polynomial; choices come from one parent or the other and mutate to any other choice. Stepped numbers
 * that mutate go to another step at least. What only one parent has comes from that one.
 *
 * At least one coordinate differs from the first parent where the parents are equal or not crossed.
 *
 * Deb and Agrawal, "Simulated binary crossover for continuous search space", Complex Systems 9, 1995;
 * Deb and Goyal, "A combined genetic adaptive search (GeneAS)", Computer Science and Informatics 26, 1996.
 */
export function makeChild(
  cube: UnitCube,
  parents: readonly [Float64Array, Float64Array],
  { crossover, mutation, crossoverIndex, mutationIndex }: Variation,
  random: RandomStream,
): Child {
  const [first, second] = parents;
  const vector = Float64Array.from(first);
  const origins = cube.axes.map((): Origin => "first");
  const isCrossed = random.uniform() < crossover;
  const mutable: number[] = [];
  for (const [place, axis] of cube.axes.entries()) {
    const [one, other] = [first[place] as number, second[place] as number];
    if (isCrossed && !Number.isNaN(other)) {
      if (Number.isNaN(one)) {
        vector[place] = other;
        origins[place] = "second";
      } else if (one !== other && random.uniform() < 0.5) {
        vector[place] = axis.isCategorical ? other : blend(one, other, crossoverIndex, random);
        origins[place] = axis.isCategorical ? "second" : "blend";
      }
    }
    if (axis.levels > 1 && !Number.isNaN(vector[place] as number)) mutable.push(place);
  }
  const chance = mutation === "auto" ? 1 / Math.max(1, mutable.length) : mutation;
  const mutating = mutable.filter(() => random.uniform() < chance);
  const isNew = origins.some((origin) => origin !== "first");
  // A copy would be a trial wasted.
  if (!isNew && mutating.length === 0 && mutable.length > 0) {
    mutating.push(mutable[random.int(0, mutable.length - 1)] as number);
  }
  for (const place of mutating) {
    vector[place] = mutate(cube.axes[place]!, vector[place] as number, mutationIndex, random);
    origins[place] = "mutation";
  }
  return { vector, origins };
}

/** One of the two children of simulated binary crossover, bounded to [0, 1]. */
export function blend(one: number, other: number, index: number, random: RandomStream): number {
  const [low, high] = one < other ? [one, other] : [other, one];
  const width = high - low;
  if (width === 0) return one;
  const share = random.uniform();
  const side = random.uniform() < 0.5 ? -1 : 1;
  // The spread that keeps the child within the bound on its side.
  const room = side < 0 ? low : 1 - high;
  const alpha = 2 - (1 + (2 * room) / width) ** -(index + 1);
  const spread =
    share <= 1 / alpha
      ? (share * alpha) ** (1 / (index + 1))
      : (1 / (2 - share * alpha)) ** (1 / (index + 1));
  return clip(0.5 * (low + high + side * spread * width));
}

function mutate(axis: Axis, unit: number, index: number, random: RandomStream): number {
  if (axis.isCategorical || axis.levels === 2) return anotherLevel(axis, unit, random);
  const moved = polynomial(unit, index, random);
  if (axis.levels === Infinity) return moved;
  const before = axis.levelOf(axis.fromUnit(unit));
  if (axis.levelOf(axis.fromUnit(moved)) !== before) return moved;
  // A step is the least that can change; at an end there is only one way.
  const up = before === 0 || (before < axis.levels - 1 && random.uniform() < 0.5);
  return axis.toUnit(axis.valueAt(before + (up ? 1 : -1)));
}

function anotherLevel(axis: Axis, unit: number, random: RandomStream): number {
  const before = axis.levelOf(axis.fromUnit(unit));
  const drawn = random.int(0, axis.levels - 2);
  return axis.toUnit(axis.valueAt(drawn >= before ? drawn + 1 : drawn));
}

/** Deb's polynomial mutation in [0, 1]. */
function polynomial(unit: number, index: number, random: RandomStream): number {
  const share = random.uniform();
  const power = 1 / (index + 1);
  if (share < 0.5) {
    const reach = 2 * share + (1 - 2 * share) * (1 - unit) ** (index + 1);
    return clip(unit + reach ** power - 1);
  }
  const reach = 2 * (1 - share) + 2 * (share - 0.5) * unit ** (index + 1);
  return clip(unit + 1 - reach ** power);
}

function clip(unit: number): number {
  return Math.min(Math.max(unit, 0), 1);
}
