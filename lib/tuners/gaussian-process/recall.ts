import { normalCdf } from "../../math/normal.ts";
import { freeBoxes } from "../../models/acquisition.ts";
import { fitGaussianProcess, type GaussianProcess } from "../../models/gaussian-process.ts";
import { rowOf, tableOf } from "../../space/table-rows.ts";
import type { UnitCube } from "../../space/vectors.ts";
import type { Direction } from "../../study/observer.ts";
import type { Json, Point, TrialRecord } from "../../study/trial-record.ts";
import { BELIEF_QUANTILES, type PointBelief } from "../../study/tuner.ts";
import type { Criterion } from "./acquisition.ts";
import { chosen, columnsOf } from "./models.ts";
import { fromScale, type Scale } from "./targets.ts";
import { worthTerms } from "./terms.ts";
import { normalQuantile } from "../../math/normal-quantile.ts";

/** A model as an explanation has it. */
interface ToldModel {
  readonly y: readonly number[];
  readonly believedY: readonly number[];
  readonly signal: number;
  readonly noise: number;
  readonly lengthscales: readonly number[];
}

/** What an explanation says, as far as beliefs follow from it. */
interface Told {
  readonly phase: string;
  readonly acquisition: string;
  readonly trials: readonly number[];
  readonly believed: readonly number[];
  readonly best: number | null;
  readonly weights?: readonly number[];
  readonly front?: number[][];
  readonly reference?: number[];
  readonly models: readonly (ToldModel & { readonly scale: Scale & { exponent: number | null } })[];
  readonly limits: readonly (ToldModel & {
    readonly name: string;
    readonly limit: number;
    readonly trials: readonly number[];
  })[];
  readonly speed?: ToldModel & { readonly sd: number; readonly trials: readonly number[] };
  readonly belief?: { readonly power: number };
}

/** Says of points what the tuner believed of them. */
export type Recalled = (points: readonly Point[]) => (PointBelief | undefined)[];

/**
 * The models of an explanation, made again from it and from the points of the trials that it names: with the
 * hyperparameters found then, and what was seen then.
 *
 * @returns undefined where the point was not chosen by a model, or a trial is no longer there
 */
export function recall(
  explanation: Json,
  cube: UnitCube,
  trials: readonly TrialRecord[],
  objectives: Readonly<Record<string, Direction>>,
): Recalled | undefined {
  const told = explanation as unknown as Told;
  if (told.phase !== "model") return undefined;
  const d = cube.size;
  const rowsOf = (numbers: readonly number[]): Float64Array[] =>
    numbers.flatMap((number) => {
      const point = trials[number]?.point;
      return (point && rowOf(cube, point)) ?? [];
    });
  const open = rowsOf(told.believed);
  if (open.length < told.believed.length) return undefined;
  const made = (model: ToldModel, numbers: readonly number[]): GaussianProcess | undefined => {
    const known = rowsOf(numbers);
    // Of very many rows a part was learnt from; a limit's explanation names only what became of them.
    if (known.length < numbers.length || model.y.length < numbers.length) return undefined;
    const { rows, y } = chosen(known, model.y);
    const { signal, noise, lengthscales } = model;
    const seen = fitGaussianProcess(
      { x: tableOf(rows, d), y: Float64Array.from(y), columns: columnsOf(cube) },
      {
        start: { signal, noise, lengthscales },
        maxIterations: 0,
      },
    );
    return model.believedY.length === 0 ? seen : seen.append(tableOf(open, d), model.believedY);
  };
  const models = told.models.flatMap((model) => made(model, told.trials) ?? []);
  const limits = told.limits.flatMap(({ name, limit, trials: numbers, ...model }) => {
    const believed = made(model, numbers);
    return believed === undefined ? [] : [{ name, limit, believed }];
  });
  const speed = told.speed && made(told.speed, told.speed.trials);
  if (models.length < told.models.length || limits.length < told.limits.length) return undefined;
  if (told.speed !== undefined && speed === undefined) return undefined;
  const best = told.best ?? undefined;
  const terms = worthTerms({
    cube,
    criterion: told.acquisition as Criterion,
    objectives: models,
    best,
    boxes: told.front && freeBoxes(told.front, told.reference!),
    limits,
    speed: speed && { model: speed, sd: told.speed!.sd },
    power: told.belief?.power ?? 0,
  });
  const scales = told.models.map(({ scale }) => ({
    ...scale,
    exponent: scale.exponent ?? undefined,
  }));
  const names = Object.keys(objectives);
  const signs = names.map((name) => (objectives[name] === "maximize" ? -1 : 1));
  return (points) => {
    const rows = points.map((point) => rowOf(cube, point));
    const table = tableOf(
      rows.flatMap((row) => (row === undefined ? [] : [row])),
      d,
    );
    const values = terms.map(({ name, term }) => ({ name, values: term.values(table) }));
    const at = models.map((model) => model.posterior(table));
    let place = -1;
    return rows.map((row): PointBelief | undefined => {
      if (row === undefined) return undefined;
      place++;
      const own = values.map((each) => [each.name, each.values[place]!] as const);
      const spread = at.map(({ mean, variance }) => ({
        mean: mean[place]!,
        sd: Math.sqrt(variance[place]!),
      }));
      const [first] = spread;
      return {
        worth: own.reduce((sum, [, value]) => sum + value, 0),
        terms: Object.fromEntries(own),
        // Several that were weighed into one have no model of their own.
        ...(told.weights === undefined && {
          values: Object.fromEntries(
            names.map((name, k) => [name, quantilesOf(spread[k]!, scales[k]!, signs[k]!)]),
          ),
        }),
        ...(best !== undefined && {
          chance: normalCdf((best - first!.mean) / first!.sd),
          ...(told.weights === undefined && { best: signs[0]! * fromScale(best, scales[0]!) }),
        }),
      };
    });
  };
}

/** What is expected of an objective, at each quantile, in its own units; increasing, ±∞ beyond a transform's reach. */
function quantilesOf(
  { mean, sd }: { readonly mean: number; readonly sd: number },
  scale: Scale,
  sign: number,
): number[] {
  const losses = BELIEF_QUANTILES.map((share) =>
    fromScale(share === 0.5 ? mean : mean + normalQuantile(share) * sd, scale),
  );
  return sign < 0 ? losses.map((loss) => -loss).toReversed() : losses;
}
