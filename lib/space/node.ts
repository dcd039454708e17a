import type { Condition, Dimension } from "./space.ts";
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

/** Where an entry stands, and how entries inside it are compiled. */
export interface Place {
  readonly path: string;
  readonly condition: Condition | undefined;
  /** Collects the dimensions, parents first. */
  readonly dimensions: Dimension[];
  compile(entry: ParameterOrGroup, path: string, condition: Condition | undefined): Node;
}
