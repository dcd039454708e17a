import { holds } from "../../space/compile.ts";
import type { Dimension, Space } from "../../space/space.ts";
import type { Point, Scalar } from "../../study/trial-record.ts";

/** The values that a grid gives to one dimension, by index. */
export interface Axis {
  readonly dimension: Dimension;
  /** How many; at least 1. */
  readonly count: number;
  at(index: number): Scalar;
  /** The index of a value; -1 where the axis does not hold it. */
  indexOf(value: Scalar): number;
}

/** A finite set of configurations, numbered: 0 … size − 1 ⇄ points. No list of them is kept. */
export interface Lattice {
  /** How many configurations, conditions counted: a branch adds its own, it does not multiply. */
  readonly size: number;
  pointAt(index: number): Point;
  /** The number of a point; -1 where it is none of the lattice's. */
  indexOf(point: Point): number;
}

/**
 * Numbers the configurations of a space whose dimensions have the values of `axes`, in the order of
 * nested loops: the first dimension changes slowest, and what hangs on a value is run through before
 * the next value.
 *
 * Each condition names one parent, so the dimensions are trees. A value v of a dimension carries
 * weight(v) = Π (sizes of the children that it activates) configurations; a tree's size is Σ weight(v).
 * With `offset(v)` = Σ of the weights before v, a number splits into the value and a remainder, and
 * the remainder into the children's numbers as digits do.
 */
export function lattice(space: Space, axes: readonly Axis[]): Lattice {
  const nodes = new Map<string, Node>();
  const roots: Node[] = [];
  // Backwards, so that children are sized before their parents, which stand before them.
  for (let place = space.dimensions.length - 1; place >= 0; place--) {
    const dimension = space.dimensions[place] as Dimension;
    const children = [...nodes.values()].filter(
      (node) => node.axis.dimension.condition?.path === dimension.path,
    );
    const node = makeNode(axes[place] as Axis, children.toReversed());
    nodes.set(dimension.path, node);
    if (dimension.condition === undefined) roots.unshift(node);
  }

  return {
    size: product(roots),
    pointAt(index) {
      const chosen: Record<string, Scalar> = {};
      spread(roots, index, chosen);
      // In the order of the space, as every other tuner's points are.
      const point: Record<string, Scalar> = {};
      for (const { path } of space.dimensions) {
        const value = chosen[path];
        if (value !== undefined) point[path] = value;
      }
      return point;
    },
    indexOf: (point) => gather(roots, point),
  };
}

/** One dimension with what hangs on it. */
interface Node {
  readonly axis: Axis;
  /** Configurations of this dimension and everything below it. */
  readonly size: number;
  /** Offsets of the values, one more than there are values; undefined where nothing hangs on it. */
  readonly offsets: readonly number[] | undefined;
  childrenAt(index: number): readonly Node[];
}

function makeNode(axis: Axis, children: readonly Node[]): Node {
  if (children.length === 0) {
    return { axis, size: axis.count, offsets: undefined, childrenAt: () => [] };
  }
  const active: Node[][] = [];
  const offsets = [0];
  for (let index = 0; index < axis.count; index++) {
    const value = axis.at(index);
    const here = children.filter((child) => isChosen(child.axis.dimension, value));
    active.push(here);
    offsets.push((offsets[index] as number) + product(here));
  }
  return {
    axis,
    size: offsets[axis.count] as number,
    offsets,
    childrenAt: (index) => active[index] as Node[],
  };
}

/** Whether a child is there when its parent holds this value. */
function isChosen({ condition }: Dimension, value: Scalar): boolean {
  return condition !== undefined && holds(condition, { [condition.path]: value });
}

function product(nodes: readonly Node[]): number {
  return nodes.reduce((size, node) => size * node.size, 1);
}

/** Number → values of these trees, whose numbers are its digits, the last the fastest. */
function spread(nodes: readonly Node[], number: number, into: Record<string, Scalar>): void {
  let rest = number;
  for (let place = nodes.length - 1; place >= 0; place--) {
    const node = nodes[place] as Node;
    const digit = rest % node.size;
    rest = Math.floor(rest / node.size);
    const index = node.offsets === undefined ? digit : lastAtMost(node.offsets, digit);
    into[node.axis.dimension.path] = node.axis.at(index);
    if (node.offsets !== undefined) {
      spread(node.childrenAt(index), digit - (node.offsets[index] as number), into);
    }
  }
}

/** Values → number; -1 where one of them is missing or not on its axis. */
function gather(nodes: readonly Node[], point: Point): number {
  let number = 0;
  for (const node of nodes) {
    const value = point[node.axis.dimension.path];
    const index = value === undefined ? -1 : node.axis.indexOf(value);
    if (index < 0) return -1;
    let digit = index;
    if (node.offsets !== undefined) {
      const below = gather(node.childrenAt(index), point);
      if (below < 0) return -1;
      digit = (node.offsets[index] as number) + below;
    }
    number = number * node.size + digit;
  }
  return number;
}

function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle;
    else high = middle;
  }
  return low;
}
