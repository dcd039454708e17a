import { normalQuantile } from "../../math/normal-quantile.ts";
import type { Axis, UnitCube } from "../../space/vectors.ts";
import type { Scalar } from "../../study/trial-record.ts";
import type { Loss } from "../losses.ts";
import { fitLinear, type LinearFit } from "./additive-model.ts";

/** Where the effects of one parameter stand in the model. */
export interface Block {
  readonly axis: Axis;
  /** First of its features. */
  readonly from: number;
  /** `curve`: u and u², counted from the middle; `levels`: one feature for each level but the first. */
  readonly form: "curve" | "levels";
}

/** The trials of a study, and a model in which each parameter adds its own effect. */
export interface LintTable {
  readonly losses: readonly Loss[];
  /** The loss of each trial as a normal score of its rank: outliers and scale say nothing. */
  readonly scores: readonly number[];
  readonly blocks: readonly Block[];
  readonly fit: LinearFit;
  /** The model with another place than u for one parameter: its sum of squared residuals. */
  squaresWith(axis: Axis, place: (value: Scalar) => number): number | undefined;
}

/** Stepped parameters with so few levels get an effect for each. */
export const FEW_LEVELS = 8;

/** @returns undefined where there are too few trials for so many parameters. */
export function lintTable(cube: UnitCube, losses: readonly Loss[]): LintTable | undefined {
  const scores = normalScores(losses.map(({ loss }) => loss));
  const blocks: Block[] = [];
  let size = 1;
  for (const axis of cube.axes) {
    if (axis.levels < 2) continue;
    const form = axis.isCategorical || axis.levels <= FEW_LEVELS ? "levels" : "curve";
    blocks.push({ axis, from: size, form });
    size += form === "curve" ? 2 : axis.levels - 1;
  }
  const place = (axis: Axis) => (value: Scalar) => axis.toUnit(value);
  const rowsWith = (changed?: Axis, placed?: (value: Scalar) => number): Float64Array[] =>
    losses.map(({ trial }) => {
      const row = new Float64Array(size);
      row[0] = 1;
      for (const { axis, from, form } of blocks) {
        const value = trial.point[axis.dimension.path];
        // Not active: no effect of its own; its parent's choice has one.
        if (value === undefined) continue;
        if (form === "curve") {
          const u = (axis === changed ? placed! : place(axis))(value) - 0.5;
          row[from] = u;
          row[from + 1] = u * u;
        } else {
          const level = axis.levelOf(value);
          if (level > 0) row[from + level - 1] = 1;
        }
      }
      return row;
    });
  // Five trials for each effect, or the model fits the noise.
  if (losses.length < 2 * size + 10) return undefined;
  const fit = fitLinear(rowsWith(), scores);
  if (fit === undefined) return undefined;
  return {
    losses,
    scores,
    blocks,
    fit,
    squaresWith: (axis, placed) => fitLinear(rowsWith(axis, placed), scores)?.residualSquares,
  };
}

/** Φ⁻¹((rank − ½) / n), equal losses with equal ranks. */
function normalScores(losses: readonly number[]): number[] {
  const sorted = losses.toSorted((one, other) => one - other);
  return losses.map((loss) => {
    const first = sorted.indexOf(loss);
    const last = sorted.lastIndexOf(loss);
    return normalQuantile((first + last + 1) / 2 / losses.length);
  });
}
