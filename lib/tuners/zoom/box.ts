import type { RandomStream } from "../../math/random.ts";
import type { CategoricalDimension } from "../../space/space.ts";
import type { Axis, UnitCube } from "../../space/vectors.ts";
import type { Json, Point } from "../../study/trial-record.ts";

/**
 * What a round of zooming draws from, by axis of the unit cube: an interval, or (where values have no order)
 * how likely each of them is.
 */
export type Side = { readonly from: number; readonly to: number } | { readonly shares: number[] };

/** The sides of a box, in the order of the cube's axes. */
export type Box = readonly Side[];

/** The whole space: what the first round draws from. */
export function wholeBox(cube: UnitCube): Box {
  return cube.axes.map((axis) =>
    isUnordered(axis) ? { shares: prior(axis) } : { from: 0, to: 1 },
  );
}

/**
 * The box around the best points, at the least `shrink` times as wide as the one before: so wide that it
 * holds all of them, which it does where a parameter hardly matters, since then they are scattered. It may
 * reach beyond the one before, where they lie at its edge.
 *
 * Choices are as likely as they are frequent among the best, mixed with what was before by `shrink`, so that
 * none dies at once.
 *
 * @param best vectors of the best points, NaN where a dimension is not active; sides that none of them has
 *   stay as they are
 * @param shrink in (0, 1): the width of a side, as a share of the one before
 */
export function narrow(
  cube: UnitCube,
  before: Box,
  best: readonly Float64Array[],
  shrink: number,
): Box {
  return before.map((side, place) => {
    const axis = cube.axes[place] as Axis;
    const places = best.flatMap((vector) => {
      const at = vector[place] as number;
      return Number.isNaN(at) ? [] : [at];
    });
    if (places.length === 0) return side;
    if ("shares" in side) {
      const counts = side.shares.map(() => 0);
      for (const at of places) {
        const level = axis.levelOf(axis.fromUnit(at));
        counts[level] = (counts[level] as number) + 1;
      }
      return {
        shares: side.shares.map(
          (share, level) =>
            shrink * share + ((1 - shrink) * (counts[level] as number)) / places.length,
        ),
      };
    }
    const low = Math.min(...places);
    const high = Math.max(...places);
    // Not narrower than one value's cell: there is nothing to gain.
    const cell = axis.levels === Infinity ? 0 : 1 / axis.levels;
    const width = Math.min(1, Math.max(high - low, shrink * (side.to - side.from), cell));
    const from = Math.min(Math.max((low + high) / 2 - width / 2, 0), 1 - width);
    return { from, to: from + width };
  });
}

/** A vector drawn evenly from a box. */
export function drawFrom(box: Box, cube: UnitCube, random: RandomStream): Float64Array {
  return Float64Array.from(box, (side, place) => {
    if ("from" in side) return side.from + random.uniform() * (side.to - side.from);
    const axis = cube.axes[place] as Axis;
    return axis.toUnit(axis.valueAt(random.weighted(side.shares)));
  });
}

/**
 * A box in the parameters' own values, by path: `{ low, high }`, or the share of each choice by its place
 * among the choices.
 */
export function describeBox(box: Box, cube: UnitCube): Record<string, Json> {
  return Object.fromEntries(
    box.map((side, place) => {
      const axis = cube.axes[place] as Axis;
      const { path } = axis.dimension;
      if ("from" in side) {
        const [low, high] = [axis.fromUnit(side.from), axis.fromUnit(Math.min(side.to, 1))];
        return [path, { low, high }];
      }
      const { choices } = axis.dimension as CategoricalDimension;
      return [path, { choices: [...choices], shares: side.shares }];
    }),
  );
}

/** The vectors of points, those from another version of the space left out. */
export function vectorsOf(cube: UnitCube, points: readonly Point[]): Float64Array[] {
  return points.flatMap((point) => cube.read(point) ?? []);
}

function isUnordered({ dimension }: Axis): boolean {
  return dimension.kind === "categorical" && dimension.ordered !== true;
}

function prior({ dimension }: Axis): number[] {
  const { choices, weights } = dimension as CategoricalDimension;
  return choices.map((_, level) => weights?.[level] ?? 1 / choices.length);
}
