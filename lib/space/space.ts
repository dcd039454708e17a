import type { Point, Scalar } from "../study/trial-record.ts";

/** When a dimension is there: its parent is active and holds one of `in`, or (list items) at least `atLeast`. */
export interface Condition {
  readonly path: string;
  readonly in?: readonly Scalar[];
  readonly atLeast?: number;
}

interface DimensionBase {
  /** `learningRate`, `optimizer.kind`, `optimizer.momentum`, `hidden.length`, `hidden[0]`. */
  readonly path: string;
  /** Undefined for a dimension that is always there. */
  readonly condition: Condition | undefined;
}

/** A real number in [low, high]; `step` counts from `low`; `log` searches its logarithm. */
export interface FloatDimension extends DimensionBase {
  readonly kind: "float";
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly step: number | undefined;
}

/** An integer in [low, high], both included. */
export interface IntDimension extends DimensionBase {
  readonly kind: "int";
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly step: number;
}

/** One of finitely many, without an order: choices, booleans, the `kind` of a `oneOf`. */
export interface CategoricalDimension extends DimensionBase {
  readonly kind: "categorical";
  readonly choices: readonly Scalar[];
}

export type Dimension = FloatDimension | IntDimension | CategoricalDimension;

/** A compiled search space: the user's definition as a list of flat dimensions, and the way back. */
export interface Space<P = Readonly<Record<string, unknown>>> {
  /** Every dimension that can be active; a parent stands before its children. */
  readonly dimensions: readonly Dimension[];
  /** How many different configurations there are; Infinity where a dimension is continuous. */
  readonly size: number;
  /** The dimensions whose conditions hold, given the values of those before them. */
  active(point: Point): Dimension[];
  /** Flat → what the objective sees. */
  decode(point: Point): P;
  /** What the objective sees → flat. Throws a SpaceError that names the parameter and what it accepts. */
  encode(params: P): Point;
}
