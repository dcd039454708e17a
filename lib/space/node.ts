import type { CompiledConstraint, Condition, Dimension } from "./space.ts";
import type { Scalar } from "../study/trial-record.ts";
import type { ParameterOrGroup } from "./infer.ts";

/** A point being put together. */
export type OpenPoint = Record<string, Scalar>;

/** One compiled entry of a space: knows how many values it has and the way between both forms. */
export interface Node {
  /** How many different values; Infinity where continuous. */
  readonly size: number;
  /** Flat → what the objective sees. */
  decode(point: Readonly<OpenPoint>): unknown;
  /**
   * What the objective sees → flat, written into `point`. `undefined` means left out: the default
   * is taken, and where there is none a SpaceError names the parameter.
   */
  encode(value: unknown, point: OpenPoint): void;
}

/** The values that stand before an entry, by name, as the objective sees them; nearer groups hide outer ones. */
export type Earlier = (point: Readonly<OpenPoint>) => Record<string, unknown>;

/** Where an entry stands, and how entries inside it are compiled. */
export interface Place {
  readonly path: string;
  readonly condition: Condition | undefined;
  /** Collects the dimensions, parents first. */
  readonly dimensions: Dimension[];
  /** Collects what a space keeps to of itself: a subset's size, a range that earlier values may empty. */
  readonly constraints: CompiledConstraint[];
  /** Collects the defaults, flat; an outer default replaces those inside. */
  readonly defaults: OpenPoint;
  /** Collects the values that never vary. */
  readonly fixed: OpenPoint;
  readonly earlier: Earlier;
  compile(
    entry: ParameterOrGroup,
    path: string,
    condition: Condition | undefined,
    earlier: Earlier,
  ): Node;
}
