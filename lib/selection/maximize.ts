import { choice, isParameter, type Parameter } from "../space/parameters.ts";
import type { InferParams, SpaceDefinition } from "../space/infer.ts";
import { show } from "../space/wording.ts";
import { StudyError } from "../study/errors.ts";
import { knownOptions } from "../study/known-options.ts";
import type { OptimizeOptions } from "../study/optimize-options.ts";
import type { ProgressOption } from "../study/progress.ts";
import { withProgress } from "../study/progress-observer.ts";
import type { Study } from "../study/study.ts";
import type { Scalar } from "../study/trial-record.ts";
import type { TunerSpec } from "../study/tuner.ts";
import { genetic } from "../tuners/genetic.ts";
import type { Open } from "./search-cv.ts";

/** Name → the values to choose among, or a parameter. */
export type Grid = Readonly<Record<string, readonly Scalar[] | Parameter>>;

/** A grid as a search space. */
export type GridSpace<G extends Grid> = {
  readonly [Name in keyof G]: G[Name] extends readonly (infer Value extends Scalar)[]
    ? Parameter<Value>
    : G[Name] extends Parameter
      ? G[Name]
      : never;
};

/** Options of `maximize`. */
export interface MaximizeOptions extends Pick<
  OptimizeOptions,
  "concurrency" | "signal" | "callbacks" | "panel" | "observers"
> {
  /** How many points are tried, at most. Default 100; fewer where the grid has fewer. */
  readonly trials?: number;
  /** Default `tuners.genetic()`. */
  readonly tuner?: TunerSpec;
  /** Default: drawn. */
  readonly seed?: number;
  /** Who shows how far it is where no panel does (`panel: false`). Default: a bar where there is a place for it. */
  readonly progress?: ProgressOption;
}

const KNOWN = {
  trials: true,
  tuner: true,
  seed: true,
  concurrency: true,
  signal: true,
  callbacks: true,
  panel: true,
  observers: true,
  progress: true,
} as const;

/** What `maximize` found. */
export interface Maximum<Params> {
  readonly bestParams: Params;
  readonly bestValue: number;
  /** Every point that was tried, in that order. */
  readonly results: readonly { readonly params: Params; readonly value: number | undefined }[];
  readonly study: Study<Params, "value">;
}

/** Makes `maximize` from what opens a study. */
export function maximizeWith(open: Open) {
  /**
   * Looks for the arguments that make a function largest, by evolution unless another tuner is given.
   *
   * @param fn takes the arguments by name; returns a number, or a promise of one
   * @param grid name → the values to choose among, or a parameter such as float(0, 1)
   * @throws StudyError where nothing could be evaluated, or there is no function or no grid
   *
   * @example
   * await maximize(({ x, y }) => -((x - 3) ** 2) - y, { x: [1, 2, 3, 4], y: float(0, 1) });
   */
  return async function maximize<const G extends Grid>(
    fn: (params: InferParams<GridSpace<G>>) => number | Promise<number>,
    grid: G,
    options: MaximizeOptions = {},
  ): Promise<Maximum<InferParams<GridSpace<G>>>> {
    type Params = InferParams<GridSpace<G>>;
    knownOptions("maximize", options, KNOWN);
    if (typeof fn !== "function" || typeof grid !== "object" || grid === null)
      throw new StudyError(
        `maximize was given ${show(fn)} and ${show(grid)}. Give a function and what its arguments may be: maximize(({ x }) => -(x ** 2), { x: float(-1, 1) }).`,
      );
    const { trials = 100, tuner = genetic(), seed, progress, ...rest } = options;
    const space: Record<string, Parameter> = {};
    for (const [name, values] of Object.entries(grid)) {
      if (!isParameter(values) && !Array.isArray(values))
        throw new StudyError(
          `maximize was given ${show(values)} for ${name}. Give an array of values, or a parameter such as float(0, 1).`,
        );
      space[name] = isParameter(values) ? values : choice(values as readonly Scalar[]);
    }
    const study = await open<SpaceDefinition, "value">({
      name: "maximize",
      space,
      direction: "maximize",
      tuner,
      ...(seed !== undefined && { seed }),
    });
    await study.optimize((trial) => fn(trial.params as Params), {
      ...rest,
      ...(rest.panel === false && withProgress(progress, "Search", rest)),
      until: { trials },
    });
    const { best } = study;
    if (best === undefined)
      throw new StudyError("Nothing could be evaluated: every call failed, or returned no number.");
    return {
      bestParams: best.params as Params,
      bestValue: best.value!,
      results: study.trials.map(({ params, value }) => ({ params: params as Params, value })),
      study: study as unknown as Study<Params, "value">,
    };
  };
}
