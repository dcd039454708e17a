import type { Point, Scalar } from "../study/trial-record.ts";

/** When a dimension is there: its parent is active and holds one of `in`, or (list items) at least `atLeast`. */
export interface Condition {
  readonly path: string;
  readonly in?: readonly Scalar[];
  readonly atLeast?: number;
}

/** A normal distribution on the axis that is searched: of the logarithm where the dimension is logarithmic. */
export interface NormalShape {
  readonly mean: number;
  readonly sd: number;
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
  /** How values are spread before anything is known; left out: evenly. Truncated to [low, high]. */
  readonly prior?: NormalShape;
  /** Where its user believes the optimum to be (πBO); left out: anywhere. */
  readonly belief?: NormalShape;
  /** The same dimension with the range that earlier values of the point leave it; within [low, high]. */
  narrow?(earlier: Point): FloatDimension;
}

/** An integer in [low, high], both included. */
export interface IntDimension extends DimensionBase {
  readonly kind: "int";
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly step: number;
  /** As of a {@link FloatDimension}. */
  readonly prior?: NormalShape;
  readonly belief?: NormalShape;
  /** How likely each value is before anything is known, from `low` on, summing to 1; left out: all alike. */
  readonly weights?: readonly number[];
  narrow?(earlier: Point): IntDimension;
}

/** One of finitely many: choices, booleans, the `kind` of a `oneOf`; with an order where `ordered` says so. */
export interface CategoricalDimension extends DimensionBase {
  readonly kind: "categorical";
  readonly choices: readonly Scalar[];
  /** The choices stand in an order that means something (small, medium, large): near ones behave alike. */
  readonly ordered?: true;
  /** How likely each choice is before anything is known, summing to 1; left out: all alike. */
  readonly weights?: readonly number[];
  /** How likely its user believes each choice to be the best, summing to 1; left out: all alike. */
  readonly belief?: readonly number[];
}

export type Dimension = FloatDimension | IntDimension | CategoricalDimension;

/** A constraint between parameters, compiled. */
export interface CompiledConstraint {
  readonly name: string;
  /** Whether it holds at a point. @throws SpaceError with its name if it throws, or gives no boolean */
  holds?(point: Point): boolean;
}

/** A compiled search space: the user's definition as a list of flat dimensions, and the way back. */
export interface Space<P = Readonly<Record<string, unknown>>> {
  /** Every dimension that can be active; a parent stands before its children. */
  readonly dimensions: readonly Dimension[];
  /** How many different configurations there are; Infinity where a dimension is continuous. */
  readonly size: number;
  /** Constraints between parameters, for messages; `allows` applies them. */
  readonly constraints: readonly CompiledConstraint[];
  /** Whether every constraint between parameters holds. Every tuner asks for allowed points only. */
  allows(point: Point): boolean;
  /** The default of every dimension that has one, by path. */
  readonly defaults?: Point;
  /** The values that never vary and stand in no dimension, by path, where they are scalars. */
  readonly fixed?: Point;
  /** The dimensions whose conditions hold, given the values of those before them, narrowed by them. */
  active(point: Point): Dimension[];
  /** Flat → what the objective sees. */
  decode(point: Point): P;
  /** What the objective sees → flat. Throws a SpaceError that names the parameter and what it accepts. */
  encode(params: P): Point;
}
