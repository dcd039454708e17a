import { exp } from "../../math/elementary.ts";
import { normalCdf } from "../../math/normal.ts";
import { normalQuantile } from "../../math/normal-quantile.ts";
import { type RandomStream, resumeStream } from "../../math/random.ts";
import type { Forest } from "../../models/forest.ts";
import { rowOf, tableOf } from "../../space/table-rows.ts";
import type { UnitCube } from "../../space/vectors.ts";
import type { Direction } from "../../study/observer.ts";
import type { Point } from "../../study/trial-record.ts";
import { BELIEF_QUANTILES, type PointBelief } from "../../study/tuner.ts";
import { judge } from "./search.ts";
import type { LogScale } from "./targets.ts";

/** What a forest was grown of, from which the same one grows again. */
export interface Sown {
  /** By number. */
  readonly trials: readonly number[];
  readonly y: Float64Array;
  /** Where the random stream stood. */
  readonly random: readonly number[];
}

/** What the forests of one choice were grown of. */
export interface SownForests {
  readonly objective: Sown;
  readonly constraints: readonly Sown[];
  /** As the forest's y. */
  readonly best: number | undefined;
  readonly log: LogScale | undefined;
  /** Whether several objectives were weighed into one. */
  readonly isWeighed: boolean;
}

/** What it takes to grow them. */
export interface Ground {
  readonly cube: UnitCube;
  readonly rowOf: (trial: number) => Float64Array;
  readonly grow: (rows: Float64Array, y: ArrayLike<number>, random: RandomStream) => Forest;
  readonly objectives: Readonly<Record<string, Direction>>;
}

/** What the forests of a choice said of points. */
export function recall(
  { objective, constraints, best, log, isWeighed }: SownForests,
  { cube, rowOf: rowOfTrial, grow, objectives }: Ground,
): (points: readonly Point[]) => (PointBelief | undefined)[] {
  const regrow = ({ trials, y, random }: Sown): Forest =>
    grow(
      tableOf(
        trials.map((number) => rowOfTrial(number)),
        cube.size,
      ),
      y,
      resumeStream(random),
    );
  const model = regrow(objective);
  const limits = constraints.map((sown) => regrow(sown));
  const [[name, direction] = ["value", "minimize"]] = Object.entries(objectives);
  const sign = direction === "maximize" ? -1 : 1;
  const valueOf = (y: number): number =>
    sign * (log === undefined ? y : exp(y) + log.low - log.offset);
  return (points) => {
    const legal = points.filter((point) => rowOf(cube, point) !== undefined);
    const judged = judge({ cube, model, constraints: limits, best }, legal, "local");
    const beliefs = new Map(
      judged.map(({ point, mean, sd, logImprovement, logFeasible }) => {
        const values = BELIEF_QUANTILES.map((share) =>
          valueOf(mean + sign * normalQuantile(share) * sd),
        );
        const belief: PointBelief = {
          worth: logImprovement + logFeasible,
          terms: { logImprovement, logFeasible },
          ...(!isWeighed && { values: { [name]: values } }),
          ...(best !== undefined && { chance: chanceBelow(best, mean, sd) }),
          ...(best !== undefined && !isWeighed && { best: valueOf(best) }),
        };
        return [point, belief];
      }),
    );
    return points.map((point) => beliefs.get(point));
  };
}

/** Where all trees agree there is no doubt. */
function chanceBelow(best: number, mean: number, sd: number): number {
  if (sd > 0) return normalCdf((best - mean) / sd);
  return mean < best ? 1 : 0;
}
