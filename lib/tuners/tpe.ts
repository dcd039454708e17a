import { legalValue } from "../math/interval.ts";
import { levelOf } from "../math/levels.ts";
import type { RandomStream } from "../math/random.ts";
import { pointKey } from "../space/point-key.ts";
import type { Dimension } from "../space/space.ts";
import { TunerError } from "../study/errors.ts";
import type { Json, Point, Scalar, TrialRecord } from "../study/trial-record.ts";
import type { AskContext, Tuner, TunerContext, TunerSpec } from "../study/tuner.ts";
import { buildPoint, drawPoint } from "./common/draw.ts";
import { checkCount, checkOptions } from "./common/options.ts";
import { Recent } from "./common/recent.ts";
import { Block, type Suggestion, scalarOf } from "./tpe/block.ts";
import { type Layout, layOut, onlyValue } from "./tpe/layout.ts";
import { type Split, splitTrials } from "./tpe/split.ts";

/** The options of TPE; names and defaults are those of Optuna 5's TPESampler. */
export interface TpeOptions {
  /** Points are drawn at random until this many trials are complete or pruned. Default 10. */
  readonly startupTrials?: number;
  /** How many points are drawn from the good density to choose among. Default 24. */
  readonly candidates?: number;
  /**
   * Whether parameters are drawn together, so that what goes well together is found, or each one by itself.
   * Default: together with one objective, by themselves with several.
   */
  readonly multivariate?: boolean;
  /**
   * How parameters that hang on a condition are drawn where `multivariate` is true: "together" (default: with
   * the others, as a tree; of what a trial does not have it knows nothing), "grouped" (those that always
   * occur together by themselves, Optuna's `group`), or "single" (each by itself, from the trials that had it,
   * which is what Optuna does by default).
   */
  readonly conditional?: "together" | "grouped" | "single";
  /** Whether running trials count as bad ones, so that nobody looks where another is looking. Default true. */
  readonly constantLiar?: boolean;
}

/**
 * The tree-structured Parzen estimator, as Optuna 5 defines it: the trials are split into the best tenth
 * and the rest, each part makes a density, l and g, and of 24 points drawn from l the one with the largest
 * l/g is tried.
 *
 * Several objectives: the best tenth are the first fronts. Constraints: trials that break them are bad.
 * Priors and weights of parameters stand in both densities; ordered choices are searched as integers.
 *
 * Bergstra et al., "Algorithms for hyper-parameter optimization", NeurIPS 2011; Ozaki et al.,
 * "Multiobjective tree-structured Parzen estimator", JAIR 73, 2022; Watanabe, "Tree-structured Parzen
 * estimator: understanding its algorithm components", arXiv:2304.11127, 2023.
 *
 * @throws TunerError where an option is none, or out of its range
 */
export function tpe(options: TpeOptions = {}): TunerSpec {
  const names = ["startupTrials", "candidates", "multivariate", "conditional", "constantLiar"];
  checkOptions("tpe", options, names);
  const { startupTrials = 10, candidates = 24, constantLiar = true } = options;
  const { multivariate, conditional = "together" } = options;
  checkCount("tpe", "startupTrials", startupTrials, 0);
  checkCount("tpe", "candidates", candidates, 1);
  if (!["together", "grouped", "single"].includes(conditional)) {
    throw new TunerError(
      `tuners.tpe: conditional is ${JSON.stringify(conditional)}; it is "together", "grouped" or "single"`,
    );
  }
  return {
    name: "tpe",
    create: (context) => {
      const several = Object.keys(context.objectives).length > 1;
      const settings = {
        startupTrials,
        candidates,
        multivariate: multivariate ?? !several,
        conditional,
        constantLiar,
      };
      return new TpeTuner(context, settings);
    },
  };
}

/** Whole points that may be drawn anew where the blocks' choices together break a constraint. */
const MOST_POINTS = 50;

class TpeTuner implements Tuner {
  readonly name = "tpe";
  readonly #settings: Required<TpeOptions>;
  readonly #layout: Layout;
  /** How the points of the latest trials were chosen. */
  readonly #choices = new Recent<Choice>();

  constructor(context: TunerContext, settings: Required<TpeOptions>) {
    this.#settings = settings;
    const evenGood = Object.keys(context.objectives).length > 1;
    this.#layout = layOut(context.space, { ...settings, evenGood });
  }

  ask(context: AskContext): Point {
    const { space, objectives, number, trials, random } = context;
    const { startupTrials, constantLiar } = this.#settings;
    const split = splitTrials(trials, { objectives, constantLiar, asking: number });
    if (split.finished >= startupTrials) {
      const refused = refusalOf(context, this.#layout);
      for (let draw = 0; draw < (refused ? MOST_POINTS : 1); draw++) {
        // With fewer to choose among, another point comes out where the best ones together are refused.
        const candidates = Math.max(1, this.#settings.candidates >> draw);
        const choice: Choice = { split, candidates, suggestions: [] };
        const point = this.#build(context, choice, refused);
        if (point === undefined || refused?.(point) === true) continue;
        this.#choices.set(number, choice);
        return point;
      }
    }
    this.#choices.set(number, { split, candidates: 0, suggestions: [] });
    return drawPoint(space, random);
  }

  /**
   * How this trial's point was chosen, for the latest thousand: which trials were good, and for each group
   * of parameters drawn together the candidates, ln l, ln g, and which of them it was.
   */
  explain(trial: TrialRecord, { trials }: { trials: readonly TrialRecord[] }): Json | undefined {
    const choice = this.#choices.get(trial.number);
    if (choice === undefined) return undefined;
    const { split, suggestions } = choice;
    if (suggestions.length === 0) {
      const phase = split.finished < this.#settings.startupTrials ? "startup" : "random";
      return { tuner: "tpe", phase, finished: split.finished };
    }
    const numbers = (side: number): number[] =>
      trials.filter((_, place) => split.sides[place] === side).map(({ number }) => number);
    return {
      tuner: "tpe",
      phase: "density",
      finished: split.finished,
      good: numbers(1),
      bad: numbers(2),
      groups: suggestions.map(({ block, suggestion }) => describe(block, suggestion)),
    };
  }

  /** A point of the blocks' choices; undefined where all candidates of one were refused. */
  #build(
    { space, trials, random }: AskContext,
    choice: Choice,
    refused: ((point: Point) => boolean) | undefined,
  ): Point | undefined {
    const drawn: Record<string, Scalar> = {};
    let failed = false;
    const suggest = (block: Block, accept: ((row: Float64Array) => boolean) | undefined): void => {
      const suggestion = this.#suggest(block, trials, choice, random, accept);
      if (suggestion === undefined) failed = true;
      else {
        block.dimensions.forEach(({ path }, k) => {
          const value = suggestion.values[k];
          if (value !== undefined) drawn[path] = value;
        });
      }
    };
    const { joint, coversAll } = this.#layout;
    if (joint !== undefined) {
      // Only whole points can be judged.
      const accept =
        refused && coversAll
          ? (row: Float64Array) => this.#isLegal(joint, row, refused)
          : undefined;
      suggest(joint, accept);
    }
    const point = buildPoint(space, (dimension) => {
      const { path } = dimension;
      const only = onlyValue(dimension);
      if (only) return only.value;
      if (!failed && !Object.hasOwn(drawn, path)) {
        const block = this.#layout.blockOf(path);
        // A group's candidates cannot be judged before its other values are known.
        const isAlone = block.dimensions.length === 1 && this.#layout.narrowed.has(path);
        suggest(block, isAlone ? ([value]) => isWithin(dimension, value as number) : undefined);
      }
      if (!Object.hasOwn(drawn, path)) {
        failed = true;
        return null;
      }
      return within(dimension, drawn[path] as Scalar);
    });
    return failed ? undefined : point;
  }

  /** Whether a candidate for the whole point lies in what its values leave each other, and is not refused. */
  #isLegal(block: Block, row: Float64Array, refused: (point: Point) => boolean): boolean {
    const values: Record<string, Scalar> = {};
    block.codecs.forEach((codec, k) => {
      const value = scalarOf(codec, row[k] as number);
      if (value !== undefined) values[codec.dimension.path] = value;
    });
    let legal = true;
    const point = buildPoint(this.#layout.space, (dimension) => {
      const value = values[dimension.path] ?? onlyValue(dimension)?.value ?? null;
      if (typeof value === "number" && !isWithin(dimension, value)) legal = false;
      return value;
    });
    return legal && !refused(point);
  }

  #suggest(
    block: Block,
    trials: readonly TrialRecord[],
    choice: Choice,
    random: RandomStream,
    accept: ((row: Float64Array) => boolean) | undefined,
  ): Suggestion | undefined {
    block.follow(trials, choice.split);
    const suggestion = block.suggest(random, { count: choice.candidates, accept });
    if (suggestion !== undefined) choice.suggestions.push({ block, suggestion });
    return suggestion;
  }
}

interface Choice {
  readonly split: Split;
  /** How many each block chose among. */
  readonly candidates: number;
  readonly suggestions: { readonly block: Block; readonly suggestion: Suggestion }[];
}

/**
 * Which points must not be asked for: those that break the space's constraints, and, where the study has
 * refused one already, those that have been tried. Undefined where every legal one may.
 */
function refusalOf(
  { space, trials, attempt = 0 }: AskContext,
  { narrowed }: Layout,
): ((point: Point) => boolean) | undefined {
  if (attempt === 0) {
    if (space.constraints.length === 0 && narrowed.size === 0) return undefined;
    return (point) => !space.allows(point);
  }
  const tried = new Set(trials.map(({ point }) => pointKey(space, point)));
  return (point) => tried.has(pointKey(space, point)) || !space.allows(point);
}

/** A value, moved into a range that earlier values may have narrowed. */
function within(dimension: Dimension, value: Scalar): Scalar {
  if (dimension.kind === "categorical" || isWithin(dimension, value as number)) return value;
  const clipped = Math.min(Math.max(value as number, dimension.low), dimension.high);
  return legalValue(dimension, dimension.log ? Math.log(clipped) : clipped);
}

/** Whether a number lies in a range that earlier values may have narrowed; of choices always. */
function isWithin(dimension: Dimension, value: number): boolean {
  if (dimension.kind === "categorical") return true;
  if (dimension.step !== undefined) return levelOf(dimension, value) >= 0;
  return value >= dimension.low && value <= dimension.high;
}

function describe({ dimensions, codecs }: Block, suggestion: Suggestion): Json {
  const d = dimensions.length;
  const { candidates, logGood, logBad, bonus, chosen } = suggestion;
  return {
    dimensions: dimensions.map(({ path }) => path),
    // What a candidate does not have is null, which no number or choice is mistaken for by its condition.
    candidates: Array.from(logGood, (_, row) =>
      codecs.map((codec, k) => scalarOf(codec, candidates[row * d + k] as number) ?? null),
    ),
    logGood: [...logGood],
    logBad: [...logBad],
    ...(bonus && { bonus: [...bonus] }),
    chosen,
  };
}
