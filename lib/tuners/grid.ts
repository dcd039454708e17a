import { permutation } from "../math/permutation.ts";
import { hasRestrictions, isLegalPoint } from "../space/legal.ts";
import type { Point, TrialRecord } from "../study/trial-record.ts";
import type { AskContext, Tuner, TunerContext, TunerSpec } from "../study/tuner.ts";
import type { AxisOptions } from "./common/axes.ts";
import { gridAxes } from "./common/axes.ts";
import type { Lattice } from "./common/lattice.ts";
import { lattice } from "./common/lattice.ts";
import { listedLattice } from "./common/listed-lattice.ts";
import { checkOptions } from "./common/options.ts";
import { TunerError } from "../study/errors.ts";

/** How a grid is laid and walked. */
export interface GridOptions extends AxisOptions {
  /**
   * "random" (default): in an order shuffled by the study's seed, so that a grid that is stopped early
   * has looked everywhere; "lexicographic": as nested loops go, the first parameter changing slowest.
   */
  readonly order?: "random" | "lexicographic";
  /**
   * How many evenly spaced values continuous parameters take: one number for all of them, or by path
   * for any numeric one. On a logarithmic scale by equal factors. `"hidden[]"` speaks of every item of a
   * list.
   */
  readonly levels?: AxisOptions["levels"];
  /**
   * A sub-grid: the very values to try, by path: `{ layers: [1, 2], optimizer: ["adam"] }`. Parameters
   * that are not named keep all of theirs.
   */
  readonly values?: AxisOptions["values"];
}

/**
 * Tries every configuration once: all combinations of all values, those of a conditional parameter
 * only where its condition holds, and only those that the space's constraints and narrowed ranges allow.
 * Points that the study has already are skipped; those of interrupted
 * trials are tried again.
 *
 * ```ts
 * tuners.grid({ levels: { learningRate: 3 }, values: { layers: [1, 2] } })
 * ```
 *
 * @throws TunerError from `create` where a parameter is continuous and neither a step, nor `levels`, nor
 *   `values` says which values to try
 */
export function grid(options: GridOptions = {}): TunerSpec {
  checkOptions("grid", options, ["order", "levels", "values"]);
  const { order = "random" } = options;
  if (order !== "random" && order !== "lexicographic") {
    throw new TunerError(
      `tuners.grid: order is ${JSON.stringify(order)}; it is "random" or "lexicographic"`,
    );
  }
  return {
    name: "grid",
    create(context) {
      const axes = gridAxes(context.space, options);
      const isRestricted = hasRestrictions(context.space);
      const listed = isRestricted ? listedLattice(context.space, axes, MOST_LISTED) : undefined;
      const points = listed ?? lattice(context.space, axes);
      if (points.size > Number.MAX_SAFE_INTEGER) {
        throw new TunerError(
          `tuners.grid: this space has about ${points.size.toPrecision(2)} configurations, more than can be ` +
            `numbered (2⁵³); name fewer with grid({ values: … }), or use tuners.random()`,
        );
      }
      const walk = order === "random" ? permutation(points.size, context.seed) : same;
      const isLegal =
        isRestricted && listed === undefined
          ? (point: Point) => isLegalPoint(context.space, point)
          : undefined;
      return new GridTuner(points, walk, isLegal);
    },
  };
}

function same(position: number): number {
  return position;
}

/** Allowed configurations that are listed; of more, those that are not allowed are passed over on the way. */
const MOST_LISTED = 100_000;

class GridTuner implements Tuner {
  readonly name = "grid";
  /** How many configurations the grid has; undefined where those that are allowed are too many to be listed. */
  readonly planned?: number;
  /** Which of the combinations are allowed; undefined where all are. */
  readonly #isLegal: ((point: Point) => boolean) | undefined;
  readonly #points: Lattice;
  readonly #order: (position: number) => number;
  /** Configurations of the first `#read` trials of the study that need not be tried again. */
  #taken = new Set<number>();
  #read = 0;
  /** Every position before this one is taken. */
  #position = 0;

  constructor(
    points: Lattice,
    order: (position: number) => number,
    isLegal: ((point: Point) => boolean) | undefined,
  ) {
    if (isLegal === undefined) this.planned = points.size;
    this.#isLegal = isLegal;
    this.#points = points;
    this.#order = order;
  }

  ask({ trials, number }: AskContext): Point | undefined {
    this.#read = Math.min(this.#read, trials.length);
    for (; this.#read < trials.length; this.#read++) {
      const trial = trials[this.#read] as TrialRecord;
      // The trial that this point is for may stand there already, as the last one.
      if (trial.number === number) break;
      if (trial.state === "interrupted") continue;
      const index = this.#points.indexOf(trial.point);
      if (index >= 0) this.#taken.add(index);
    }
    for (; this.#position < this.#points.size; this.#position++) {
      const index = this.#order(this.#position);
      if (this.#taken.has(index)) continue;
      const point = this.#points.pointAt(index);
      if (this.#isLegal?.(point) ?? true) return point;
    }
    return undefined;
  }

  tell(trial: TrialRecord, _context: TunerContext): void {
    if (trial.state !== "interrupted") return;
    // Its configuration is free again, unless another trial has it too: read them all anew.
    this.#taken = new Set();
    this.#read = 0;
    this.#position = 0;
  }
}
